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

    /// <summary>Passes each parameter through a text that is written or read.</summary>
    internal PushPullOptions Pass(StrategyText text)
    {
        PushPullOptions usual = new();
        return new PushPullOptions
        {
            Fanout = text.Pass("fanout", Fanout, usual.Fanout),
            Rounds = text.Pass("rounds", Rounds, usual.Rounds),
            RoundInterval = text.Pass("interval", RoundInterval, usual.RoundInterval),
        };
    }
}
