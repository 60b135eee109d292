using NodeGroups.Gossip;

namespace NodeGroups;

/// <summary>The parameters of <see cref="GossipStrategies.Plumtree"/>. Immutable.</summary>
public sealed record PlumtreeOptions
{
    /// <summary>
    /// Gets on how many rings a node links to its successor and its predecessor: the overlay has twice as many links
    /// for each member. More survive more crashes, and cost one announcement each for a rumor.
    /// </summary>
    /// <value>3; from 1 to 8.</value>
    public int Rings { get; init; } = 3;

    /// <summary>
    /// Gets the shortest time to wait for the payload of an announced rumor before it is asked for. Above it, the
    /// time is learned: eight latencies, between <see cref="GossipConditions.Latency"/> and
    /// <see cref="GossipConditions.LatencyBound"/>, or three times the longest lag from announcement to payload among
    /// the latest.
    /// </summary>
    /// <value>0.5 milliseconds.</value>
    public TimeSpan MinimumGraftDelay { get; init; } = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Gets the longest time to wait, whatever is learned.</summary>
    /// <value>2 seconds.</value>
    public TimeSpan MaximumGraftDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Checks the parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    internal void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Rings, 1, nameof(Rings));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rings, 8, nameof(Rings));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(
            MinimumGraftDelay, TimeSpan.Zero, nameof(MinimumGraftDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumGraftDelay, MinimumGraftDelay, nameof(MaximumGraftDelay));
    }

    /// <summary>Passes each parameter through a text that is written or read.</summary>
    internal PlumtreeOptions Pass(StrategyText text)
    {
        PlumtreeOptions usual = new();
        return new PlumtreeOptions
        {
            Rings = text.Pass("rings", Rings, usual.Rings),
            MinimumGraftDelay = text.Pass("shortest", MinimumGraftDelay, usual.MinimumGraftDelay),
            MaximumGraftDelay = text.Pass("longest", MaximumGraftDelay, usual.MaximumGraftDelay),
        };
    }
}
