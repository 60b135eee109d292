using NodeGroups;
using NodeGroups.Protocol;

namespace SimulationTests.Strategies;

/// <summary>A strategy and what it promises beyond what all promise: every member that stays gets every rumor,
/// once.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="MostPayloads">The most payload sends for one rumor without faults, by the number of members.</param>
/// <param name="MostRepaired">The largest share of the deliveries of a run without faults that repair or a request
/// may bring: next to nothing where latency has a heavy tail and repair follows close behind, more along trees, where
/// one late copy makes a whole subtree ask (over many seeds a quarter of that); 1, no promise, is the weaker one: the
/// first digest comes before their own rounds.</param>
/// <param name="Alone">The share of members that the strategy misses without the engine's repair, and the copies it
/// sends for each member, without faults and by the number of members.</param>
/// <param name="LastWithin">The seconds within which all of 30 have a rumor though one of them is silent; at 1 ms of
/// latency.</param>
public sealed record StrategyPromise(
    GossipStrategy Strategy,
    Func<int, int> MostPayloads,
    double MostRepaired,
    Func<int, (double Missed, double Sends)> Alone,
    double LastWithin)
{
    private const int Push = 5;
    private const int HotRounds = 16;
    private const double Little = 0.05;
    private const double AlongTrees = 0.125;

    /// <summary>Gets every strategy of the library; those that use the group's fan-out have one of 5.</summary>
    public static IReadOnlyList<StrategyPromise> All { get; } =
    [
        new(GossipStrategies.Broadcast, static n => n, Little, static n => (0, 1), 0.1),
        new(GossipStrategies.Push(), static n => (n * Push) + n, 1, static n => Of(SpreadEstimate.Push(n, n, Push, 0)),
            0.2),
        new(GossipStrategies.PushForever(), static n => (HotRounds + 1) * n, 1,
            static n => Of(SpreadEstimate.Mongering(n, n, 1, 0, usesFeedback: false, usesCoin: false, HotRounds)), 0.3),
        new(GossipStrategies.RingPush(), static n => n * Push, Little, static n => (0, Push), 0.1),
        new(GossipStrategies.PushPull(new PushPullOptions { Fanout = Fanout.Constant(2) }),
            static n => 3 * n, 1, static n => (0, 2), 0.2),
        Mongering(usesFeedback: true, usesCoin: false, 0.6),
        Mongering(usesFeedback: true, usesCoin: true, 3),
        Mongering(usesFeedback: false, usesCoin: false, 3),
        Mongering(usesFeedback: false, usesCoin: true, 3),
        new(GossipStrategies.Plumtree(), static n => 6 * n, Little, static n => (0, 1.5), 0.2),
        new(GossipStrategies.Tree(), static n => n + 2, AlongTrees, static n => (0, 1), 0.2),
        new(GossipStrategies.AntiEntropy(), static n => 2 * n, 1, static n => (0, 2), 0.4),
        new(GossipStrategies.Auto, static n => n * Push, AlongTrees, static n => (0, Push), 0.1),
    ];

    /// <summary>Gets a value indicating whether a node goes on sending until it was told often enough that it was not
    /// needed: with loss a send counts only when neither the copy nor the answer is lost.</summary>
    public bool CountsFeedback { get; private init; }

    /// <summary>Gets the name, for test names.</summary>
    /// <returns>The strategy's.</returns>
    public override string ToString() => Strategy.ToString();

    /// <summary>The mean of theory and four deviations, when the sends of a node deviate by as much as their mean; and
    /// one copy for each by repair.</summary>
    private static StrategyPromise Mongering(bool usesFeedback, bool usesCoin, double lastWithin)
    {
        RumorMongeringOptions options = new() { UsesFeedback = usesFeedback, UsesCoin = usesCoin };
        SpreadEstimate Theory(int n) => SpreadEstimate.Mongering(n, n, 1, 0, usesFeedback, usesCoin, options.K);
        return new StrategyPromise(
            GossipStrategies.RumorMongering(options),
            n => n + (int)(Theory(n).PayloadSendsPerLiveNode * (n + (4 * Math.Sqrt(n)))),
            1,
            n => Of(Theory(n)),
            lastWithin)
        {
            CountsFeedback = usesFeedback,
        };
    }

    /// <summary>What dies out at once misses nearly all.</summary>
    private static (double Missed, double Sends) Of(SpreadEstimate theory) => (
        1 - (theory.Coverage * (1 - theory.Extinction)), theory.PayloadSendsPerLiveNode);
}
