using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

/// <summary>F86 and F79 for each strategy: who comes before, soon after and long after, and how large a rumor may
/// be.</summary>
public sealed class StrategyNewcomerTests
{
    private const int NodeCount = 6;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(22);

    private static IReadOnlyList<StrategyPromise> Promises => StrategyPromise.All;

    [Test]
    public void F86_A_newcomer_should_get_what_is_retained_and_nothing_older(
        [ValueSource(nameof(Promises))] StrategyPromise promise)
    {
        using Simulation simulation = Start(promise, new GossipSettings(), out IReadOnlyList<SimulatedNode> nodes);
        SimulatedNode before = simulation.AddNode("before");
        simulation.Run(TimeSpan.FromSeconds(1));
        RumorId id = nodes[2].All.Gossip("news", "text");
        simulation.Run(TimeSpan.FromSeconds(1));
        SimulatedNode after = simulation.AddNode("after");
        simulation.RunUntil(() => before.All.ReceivedCount == 1 && after.All.ReceivedCount == 1, Soon);
        simulation.Run(TimeSpan.FromHours(1));
        SimulatedNode late = simulation.AddNode("late");
        simulation.Run(Soon);

        Assert.That(simulation.Nodes.Where(n => n != late), Has.All.Matches<SimulatedNode>(
            n => n.All.Received.Count == 1 && n.All.Received[0].Id == id));
        Assert.That(late.HasJoined);
        Assert.That(late.All.Received, Is.Empty);
        Assert.That(late.Counters.RumorsLost, Is.Zero, "what was before its time is not lost to it");
    }

    /// <summary>F79, without TLS: the library has none.</summary>
    [Test]
    public void F79_A_payload_of_exactly_the_limit_should_be_delivered_and_one_byte_more_refused(
        [ValueSource(nameof(Promises))] StrategyPromise promise, [Values(4_096, 200_000)] int limit)
    {
        GossipSettings settings = new() { PayloadBytesLimit = limit };
        using Simulation simulation = Start(promise, settings, out IReadOnlyList<SimulatedNode> nodes);
        Assert.That(nodes[1].All.Gossip("big", new byte[limit + 1]), Is.EqualTo(default(RumorId)));
        RumorId id = nodes[1].All.Gossip("big", new byte[limit]);
        Assert.That(id.Sequence, Is.EqualTo(1));
        simulation.RunUntil(() => nodes.All(node => node.All.ReceivedCount == 1), Soon);

        Assert.That(nodes, Has.All.Matches<SimulatedNode>(n => n.All.Received[0].Payload.Length == limit));
    }

    private static Simulation Start(
        StrategyPromise promise, GossipSettings settings, out IReadOnlyList<SimulatedNode> nodes)
    {
        Simulation simulation = new(86, new SimulationOptions
        {
            Gossip = settings, Strategy = new GroupGossipOptions(promise.Strategy, Fanout.Log(2)),
        });
        nodes = simulation.AddJoinedNodes(Enumerable.Range(0, NodeCount).Select(i => $"n{i}"));
        simulation.Run(TimeSpan.FromSeconds(5));
        return simulation;
    }
}
