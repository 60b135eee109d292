using NodeGroups;

namespace SimulationTests.Strategies;

/// <summary>A strategy and what it promises beyond what all promise: every member that stays gets every rumor,
/// once.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="MostPayloads">The most payload sends for one rumor without faults, by the number of members.</param>
/// <param name="MostRepaired">The largest share of the deliveries of a run without faults that repair or a request
/// may bring: next to nothing where latency has a heavy tail and repair follows close behind, twice as much along
/// trees, where one late copy makes a whole subtree ask; 1, no promise, is the weaker one.</param>
/// <param name="LastWithin">The seconds within which all of 30 have a rumor though one of them is silent; at 1 ms of
/// latency.</param>
public sealed record StrategyPromise(
    GossipStrategy Strategy, Func<int, int> MostPayloads, double MostRepaired, double LastWithin)
{
    private const int Push = 5;
    private const double Little = 0.05;

    /// <summary>Gets every strategy of the library; those that use the group's fan-out have one of 5.</summary>
    public static IReadOnlyList<StrategyPromise> All { get; } =
    [
        new(GossipStrategies.Broadcast, static n => n, Little, 0.1),
        new(GossipStrategies.Push(), static n => (n * Push) + n, 1, 0.2),
        new(GossipStrategies.PushForever(), static n => 17 * n, 1, 0.3),
        new(GossipStrategies.RingPush(), static n => n * Push, Little, 0.1),
        new(GossipStrategies.PushPull(new PushPullOptions { Fanout = Fanout.Constant(2) }),
            static n => 4 * n, 1, 0.2),
        new(GossipStrategies.RumorMongering(), static n => 65 * n, 1, 0.6),
        new(GossipStrategies.RumorMongering(new RumorMongeringOptions { UsesCoin = true }),
            static n => 65 * n, 1, 3),
        new(GossipStrategies.RumorMongering(new RumorMongeringOptions { UsesFeedback = false }),
            static n => 4 * n, 1, 3),
        new(GossipStrategies.RumorMongering(new RumorMongeringOptions { UsesFeedback = false, UsesCoin = true }),
            static n => 65 * n, 1, 3),
        new(GossipStrategies.Plumtree(), static n => 6 * n, Little, 0.2),
        new(GossipStrategies.Tree(), static n => n + 2, 2 * Little, 0.2),
        new(GossipStrategies.AntiEntropy(), static n => 2 * n, 1, 0.4),
        new(GossipStrategies.Auto, static n => n * Push, 2 * Little, 0.1),
    ];

    /// <summary>Gets the name, for test names.</summary>
    /// <returns>The strategy's.</returns>
    public override string ToString() => Strategy.ToString();
}
