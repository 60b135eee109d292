using NodeGroups.Gossip;

namespace NodeGroups;

/// <summary>The parameters of <see cref="GossipStrategies.PushPull"/>. Immutable.</summary>
public sealed record PushPullOptions
{
    /// <summary>Gets how many peers a node that newly has a rumor pushes it to.</summary>
    /// <value>Null: the group's fan-out.</value>
    public Fanout? Fanout { get; init; }

    /// <summary>Gets the time between the digests of a node while a rumor is young.</summary>
    /// <value>20 milliseconds.</value>
    public TimeSpan RoundInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Gets how many digests a node sends after the latest rumor was new there. A round of them squares the share
    /// that is missed.
    /// </summary>
    /// <value>4; at least 0.</value>
    public int Rounds { get; init; } = 4;

    /// <summary>Checks the parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    internal void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Rounds, nameof(Rounds));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RoundInterval, TimeSpan.Zero, nameof(RoundInterval));
    }

    /// <summary>Writes what is not the default.</summary>
    internal string ToText()
    {
        PushPullOptions usual = new();
        return StrategyText.Write(
            ("fanout", Fanout, usual.Fanout),
            ("rounds", Rounds, usual.Rounds),
            ("interval", RoundInterval, usual.RoundInterval));
    }

    /// <summary>Reads what was written.</summary>
    internal static PushPullOptions Read(StrategyText text)
    {
        PushPullOptions usual = new();
        return new PushPullOptions
        {
            Fanout = text.Take("fanout", usual.Fanout),
            Rounds = text.Take("rounds", usual.Rounds),
            RoundInterval = text.Take("interval", usual.RoundInterval),
        };
    }
}
