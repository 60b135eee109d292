using NodeGroups;
using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

public sealed class AutoConditionsTests
{
    [TestCase(0.0, 0.0, 0.0)]
    [TestCase(0.2, 0.1, 0.3)]
    public void Nodes_should_measure_the_loss_that_there_is(double loss, double least, double most)
    {
        using Simulation simulation = new(7);
        SimulatedNode[] nodes = [.. Enumerable.Range(0, 8).Select(i => simulation.AddNode($"n{i}"))];
        simulation.RunUntil(() => nodes.All(n => n.All.View.Members.Count == 8), TimeSpan.FromMinutes(1));
        simulation.Network.Loss = loss;
        simulation.Run(TimeSpan.FromMinutes(6));
        double[] measured = [.. nodes.Select(node => node.Counters.MessageLoss)];
        Assert.That(measured.Average(), Is.InRange(least, most), string.Join(", ", measured));
        Assert.That(nodes.Select(node => node.Counters.RoundTrip), Is.All.GreaterThan(TimeSpan.Zero));
    }

    [TestCase(50, 0.1)]
    [TestCase(1_000, 0.05)]
    public void Spread_model_should_follow_the_choice_and_reach_all_as_often_as_planned(int nodes, double loss)
    {
        SpreadOptions options = new()
        {
            Code = GossipStrategies.Auto, Nodes = nodes, Loss = loss, Trials = 400,
            Engine = new SpreadEngineOptions { Repair = false, EagerOnly = true },
        };
        SpreadResult eager = SpreadModel.Run(options);
        GossipConditions conditions = new() { Loss = loss, Latency = options.Engine.MeanLatency };
        GossipPlan plan = GossipPlan.For(nodes, options.PayloadBytes, conditions);
        Assert.That(eager.AllReachedShare, Is.EqualTo(plan.EagerReliability).Within(0.05), "0.03 by chance");
        Assert.That(eager.MaxPayloadSendsByOneNode, Is.LessThanOrEqualTo(plan.BusiestNodeSends));

        SpreadResult all = SpreadModel.Run(options with { Engine = new SpreadEngineOptions() });
        Assert.That(all.AllReachedShare, Is.EqualTo(1));
    }
}
