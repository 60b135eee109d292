using NodeGroups.Gossip;

namespace NodeGroups;

/// <summary>The parameters of <see cref="GossipStrategies.Tree(TreeOptions?)"/>. Immutable.</summary>
public sealed record TreeOptions
{
    /// <summary>Gets how many children a node of the tree has; at least 1 is used.</summary>
    /// <value>4.</value>
    public Fanout Arity { get; init; } = Fanout.Constant(4);

    /// <summary>
    /// Gets on how many rings a node announces a rumor to its successor, so that a broken tree is noticed. Each
    /// costs one announcement for each member and rumor. Who has a rumor late, because the tree is broken, announces
    /// it on all of them, unless this is 0.
    /// </summary>
    /// <value>3; from 0 to 7. With 0, what a tree misses waits for repair.</value>
    public int AnnouncementRings { get; init; } = 3;

    /// <summary>
    /// Gets the shortest time to wait for the payload of an announced rumor, beyond when it should come by the tree,
    /// before it is asked for. Above it, the time is learned: one and a quarter
    /// <see cref="GossipConditions.Latency"/> and a tenth of <see cref="GossipConditions.LatencyBound"/>, or three
    /// times the longest lag among the latest.
    /// </summary>
    /// <value>0.5 milliseconds.</value>
    public TimeSpan MinimumRequestDelay { get; init; } = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Gets the longest time to wait, whatever is learned.</summary>
    /// <value>2 seconds.</value>
    public TimeSpan MaximumRequestDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Checks the parameters.</summary>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    internal void ThrowIfInvalid()
    {
        ArgumentNullException.ThrowIfNull(Arity, nameof(Arity));
        ArgumentOutOfRangeException.ThrowIfNegative(AnnouncementRings, nameof(AnnouncementRings));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AnnouncementRings, 7, nameof(AnnouncementRings));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(
            MinimumRequestDelay, TimeSpan.Zero, nameof(MinimumRequestDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(
            MaximumRequestDelay, MinimumRequestDelay, nameof(MaximumRequestDelay));
    }

    /// <summary>Passes each parameter through a text that is written or read.</summary>
    internal TreeOptions Pass(StrategyText text)
    {
        TreeOptions usual = new();
        return new TreeOptions
        {
            Arity = text.Pass("fanout", Arity, usual.Arity),
            AnnouncementRings = text.Pass("rings", AnnouncementRings, usual.AnnouncementRings),
            MinimumRequestDelay = text.Pass("shortest", MinimumRequestDelay, usual.MinimumRequestDelay),
            MaximumRequestDelay = text.Pass("longest", MaximumRequestDelay, usual.MaximumRequestDelay),
        };
    }
}
