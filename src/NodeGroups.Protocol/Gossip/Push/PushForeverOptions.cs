using NodeGroups.Gossip;

namespace NodeGroups;

/// <summary>The parameters of <see cref="GossipStrategies.PushForever"/>. Immutable.</summary>
public sealed record PushForeverOptions
{
    /// <summary>Gets how many fresh peers are sent a hot rumor in a round.</summary>
    /// <value>1.</value>
    public Fanout Fanout { get; init; } = Fanout.Constant(1);

    /// <summary>Gets the time between the rounds of a node.</summary>
    /// <value>20 milliseconds.</value>
    public TimeSpan RoundInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Gets how long a node sends a rumor after it was new there. Everybody is reached after about log2 n + ln n
    /// rounds of a fan-out of 1; a node sends hot time / interval copies whether that is long over or not.
    /// </summary>
    /// <value>300 milliseconds.</value>
    public TimeSpan HotTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Checks the parameters.</summary>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    internal void ThrowIfInvalid()
    {
        ArgumentNullException.ThrowIfNull(Fanout, nameof(Fanout));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RoundInterval, TimeSpan.Zero, nameof(RoundInterval));
        ArgumentOutOfRangeException.ThrowIfLessThan(HotTime, TimeSpan.Zero, nameof(HotTime));
    }

    /// <summary>Passes each parameter through a text that is written or read.</summary>
    internal PushForeverOptions Pass(StrategyText text)
    {
        PushForeverOptions usual = new();
        return new PushForeverOptions
        {
            Fanout = text.Pass("fanout", Fanout, usual.Fanout),
            RoundInterval = text.Pass("interval", RoundInterval, usual.RoundInterval),
            HotTime = text.Pass("hot", HotTime, usual.HotTime),
        };
    }
}
