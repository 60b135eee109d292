namespace NodeGroups;

/// <summary>Options of one call. Immutable; use <c>CallOptions.Default with { ... }</c>.</summary>
public sealed record CallOptions
{
    /// <summary>Gets the defaults.</summary>
    public static CallOptions Default { get; } = new();

    /// <summary>Gets how long to wait for the answers.</summary>
    /// <value>5 seconds; above zero and at most one day.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how many members have to reply with a value before a group call completes; the rest is given
    /// up.</summary>
    /// <value>Null: all members are waited for. At least 1. Ignored by calls to one node.</value>
    public int? Quorum { get; init; }

    internal void Validate()
    {
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromDays(1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Timeout), Timeout, "Timeout must be above zero and at most one day.");
        }

        if (Quorum < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Quorum), Quorum, "Quorum must be at least 1.");
        }
    }
}
