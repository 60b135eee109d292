using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

/// <summary>What each strategy does without the engine's repair, against its theory.</summary>
public sealed class StrategyAloneTests
{
    private const int NodeCount = 50;
    private const int RumorCount = 40;
    private static readonly GossipSettings NoEarlyRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(30), RepairInterval = TimeSpan.FromSeconds(30),
    };

    private static IReadOnlyList<StrategyPromise> Promises => StrategyPromise.All;

    [Test]
    public void Alone_a_strategy_should_send_and_miss_no_more_than_its_theory(
        [ValueSource(nameof(Promises))] StrategyPromise promise)
    {
        using Simulation simulation = new(74, new SimulationOptions
        {
            Gossip = NoEarlyRepair, Strategy = new GroupGossipOptions(promise.Strategy, Fanout.Constant(5)),
        });
        IReadOnlyList<SimulatedNode> nodes =
            simulation.AddJoinedNodes(Enumerable.Range(0, NodeCount).Select(i => $"n{i}"));
        simulation.Run(TimeSpan.FromSeconds(5));
        Dictionary<RumorId, int> reached = [];
        foreach (SimulatedNode node in nodes)
        {
            node.All.OnRumor = rumor => reached[rumor.Id] = reached.GetValueOrDefault(rumor.Id) + 1;
        }

        for (int i = 0; i < RumorCount; i++)
        {
            nodes[i].All.Gossip("alone", "text");
            simulation.Run(TimeSpan.FromMilliseconds(100));
        }

        simulation.Run(TimeSpan.FromSeconds(5));
        double[] missed = [.. reached.Values.Select(count => 1 - (count / (double)NodeCount))];
        double mean = missed.Average();
        double sends = nodes.Sum(node => node.Counters.PayloadsSent) / (double)(RumorCount * NodeCount);
        (double mostMissed, double mostSends) = promise.Alone(NodeCount);
        TestContext.Out.WriteLine(
            $"{promise}: {mean:F4} missed, theory {mostMissed:F4}; {sends:F2} sends, theory {mostSends:F2}");
        Assert.That(mean, Is.LessThanOrEqualTo(mostMissed + FourErrors(missed, mostMissed)));
        Assert.That(sends, Is.LessThanOrEqualTo(mostSends * (1 + (4 / Math.Sqrt(RumorCount * NodeCount)))));
    }

    /// <summary>Four standard errors of the mean: as the rumors spread, or as independent nodes would.</summary>
    private static double FourErrors(double[] missed, double share)
    {
        double mean = missed.Average();
        double spread = missed.Sum(one => (one - mean) * (one - mean)) / (missed.Length - 1);
        double alone = share * (1 - share) / NodeCount;
        return 4 * Math.Sqrt(Math.Max(spread, alone) / missed.Length);
    }
}
