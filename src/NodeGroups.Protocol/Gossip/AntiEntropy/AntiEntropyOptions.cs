using NodeGroups.Gossip;

namespace NodeGroups;

/// <summary>The parameters of <see cref="GossipStrategies.AntiEntropy"/>. Immutable.</summary>
public sealed record AntiEntropyOptions
{
    /// <summary>Gets with how many random peers a node compares digests in a round.</summary>
    /// <value>1.</value>
    public Fanout Fanout { get; init; } = Fanout.Constant(1);

    /// <summary>Gets the time between the rounds of a node.</summary>
    /// <value>50 milliseconds.</value>
    public TimeSpan RoundInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Checks the parameters.</summary>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    internal void ThrowIfInvalid()
    {
        ArgumentNullException.ThrowIfNull(Fanout, nameof(Fanout));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RoundInterval, TimeSpan.Zero, nameof(RoundInterval));
    }

    /// <summary>Passes each parameter through a text that is written or read.</summary>
    internal AntiEntropyOptions Pass(StrategyText text)
    {
        AntiEntropyOptions usual = new();
        return new AntiEntropyOptions
        {
            Fanout = text.Pass("fanout", Fanout, usual.Fanout),
            RoundInterval = text.Pass("interval", RoundInterval, usual.RoundInterval),
        };
    }
}
