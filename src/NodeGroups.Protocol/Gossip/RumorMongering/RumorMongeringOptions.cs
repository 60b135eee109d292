using NodeGroups.Gossip;

namespace NodeGroups;

/// <summary>The parameters of <see cref="GossipStrategies.RumorMongering"/>. Immutable.</summary>
public sealed record RumorMongeringOptions
{
    /// <summary>Gets how many peers are sent a hot rumor in a round.</summary>
    /// <value>1.</value>
    public Fanout Fanout { get; init; } = Fanout.Constant(1);

    /// <summary>Gets the time between the rounds of a node; should be longer than a round trip, for the
    /// feedback.</summary>
    /// <value>20 milliseconds.</value>
    public TimeSpan RoundInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Gets a value indicating whether only contacts that knew the rumor already count (they say so); else every
    /// contact counts.
    /// </summary>
    /// <value>True.</value>
    public bool UsesFeedback { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether each contact that counts ends the sending with probability 1/<see cref="K"/>;
    /// else the K-th one ends it.
    /// </summary>
    /// <value>False.</value>
    public bool UsesCoin { get; init; }

    /// <summary>
    /// Gets how soon a node loses interest. With feedback and counter the share missed is s = e^(−(k+1)(1−s)): 20 %,
    /// 6 %, 2 %, 0.7 % for 1 to 4; repair finds the rest.
    /// </summary>
    /// <value>3; at least 1.</value>
    public int K { get; init; } = 3;

    /// <summary>Checks the parameters.</summary>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    internal void ThrowIfInvalid()
    {
        ArgumentNullException.ThrowIfNull(Fanout, nameof(Fanout));
        ArgumentOutOfRangeException.ThrowIfLessThan(K, 1, nameof(K));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RoundInterval, TimeSpan.Zero, nameof(RoundInterval));
    }

    /// <summary>Passes each parameter through a text that is written or read.</summary>
    internal RumorMongeringOptions Pass(StrategyText text)
    {
        RumorMongeringOptions usual = new();
        return new RumorMongeringOptions
        {
            Fanout = text.Pass("fanout", Fanout, usual.Fanout),
            K = text.Pass("k", K, usual.K),
            UsesFeedback = !text.Pass("blind", !UsesFeedback),
            UsesCoin = text.Pass("coin", UsesCoin),
            RoundInterval = text.Pass("interval", RoundInterval, usual.RoundInterval),
        };
    }
}
