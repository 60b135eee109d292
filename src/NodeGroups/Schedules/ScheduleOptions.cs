namespace NodeGroups;

/// <summary>Options of one schedule. Immutable; use <c>ScheduleOptions.Default with { ... }</c>.</summary>
public sealed record ScheduleOptions
{
    /// <summary>The shortest interval: 1 millisecond.</summary>
    public static readonly TimeSpan MinimumInterval = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest interval and delay: 30 days.</summary>
    public static readonly TimeSpan MaximumInterval = TimeSpan.FromDays(30);

    /// <summary>Gets the defaults.</summary>
    public static ScheduleOptions Default { get; } = new();

    /// <summary>Gets how long after the schedule reached a member its first run starts there.</summary>
    /// <value>Null: one interval. From zero to 30 days.</value>
    public TimeSpan? Delay { get; init; }

    /// <summary>Gets how long one run may take. Then its token is cancelled and it counts as failed; the next starts in
    /// its turn.</summary>
    /// <value>1 minute; above zero and at most one day.</value>
    public TimeSpan RunTimeout { get; init; } = TimeSpan.FromMinutes(1);

    internal void Validate(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, MinimumInterval);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, MaximumInterval);
        ArgumentOutOfRangeException.ThrowIfLessThan(Delay ?? interval, TimeSpan.Zero, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Delay ?? interval, MaximumInterval, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RunTimeout, TimeSpan.Zero, nameof(RunTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RunTimeout, TimeSpan.FromDays(1), nameof(RunTimeout));
    }
}
