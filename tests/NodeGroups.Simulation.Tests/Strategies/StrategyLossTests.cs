using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

/// <summary>F85: a fifth of all frames is lost, for as long as it lasts, among 64 nodes.</summary>
public sealed class StrategyLossTests
{
    private const int NodeCount = 64;
    private const double Loss = 0.2;

    private static IReadOnlyList<StrategyPromise> Promises => StrategyPromise.All;

    [Test]
    public void F85_Everybody_should_get_every_rumor_once_though_a_fifth_is_lost(
        [ValueSource(nameof(Promises))] StrategyPromise promise) => Run(promise, 40);

    [Test]
    [Explicit("Long: the full size.")]
    public void F85_Full([ValueSource(nameof(Promises))] StrategyPromise promise) => Run(promise, 1_000);

    private static void Run(StrategyPromise promise, int rumors)
    {
        GossipSettings settings = new();
        using Simulation simulation = new(85, new SimulationOptions
        {
            Gossip = settings, Strategy = new GroupGossipOptions(promise.Strategy, Fanout.Constant(5)),
        });
        IReadOnlyList<SimulatedNode> nodes =
            simulation.AddJoinedNodes(Enumerable.Range(0, NodeCount).Select(i => $"n{i}"));
        simulation.Run(TimeSpan.FromSeconds(5));
        simulation.Network.Loss = Loss;
        for (int i = 0; i < rumors; i++)
        {
            nodes[i % NodeCount].All.Gossip("lossy", "text");
            simulation.Run(TimeSpan.FromMilliseconds(50));
        }

        MonotonicTime last = simulation.Now;
        simulation.RunUntil(
            () => nodes.All(node => node.All.ReceivedCount == rumors),
            (2 * settings.IdleRepairInterval) + TimeSpan.FromSeconds(2));
        long payloads = nodes.Sum(static node => node.Counters.PayloadsSent);
        TestContext.Out.WriteLine(
            $"{promise}: everywhere {(simulation.Now - last).TotalSeconds:F2} s after the last, "
            + $"{payloads / (double)(rumors * NodeCount):F2} payloads a node");
        Assert.That(simulation.Coverage.Lost, Is.Positive);
        Assert.That(
            nodes, Has.All.Matches<SimulatedNode>(n => n.All.Received.Select(r => r.Id).Distinct().Count() == rumors));
        double bothArrive = (1 - Loss) * (1 - Loss);
        double eager = promise.MostPayloads(NodeCount) / (promise.CountsFeedback ? bothArrive : 1);
        Assert.That(payloads, Is.LessThanOrEqualTo(rumors * (eager + (NodeCount / bothArrive))));
    }
}
