using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace NodeGroups.Scenarios.Tests;

/// <summary>What nobody tested, in virtual time: loss and partitions.</summary>
internal sealed class S2_12_Simulated
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Test]
    public void S2_12_01_Gossip_should_reach_every_node_in_spite_of_loss(
        [Values(1, 2, 3, 10, 100)] int count, [Values(0, 0.1, 0.3)] double loss)
    {
        using Simulation.Simulation simulation = new(seed: 12);
        SimulatedNode[] nodes = Start(simulation, count);
        simulation.Network.Loss = loss;
        simulation.Run(TimeSpan.FromSeconds(loss > 0 && count < 10 ? 10 : 0));
        nodes[0].All.Gossip("news", "x");
        MonotonicTime start = simulation.Now;
        simulation.RunUntil(() => nodes.All(node => node.All.ReceivedCount == 1), s_limit);
        Assert.That(simulation.Now - start, Is.LessThan(TimeSpan.FromSeconds(30)), "in virtual time");
        Assert.That(simulation.Coverage.Lost > 0, Is.EqualTo(loss > 0 && count > 1));
    }

    [TestCase(0)]
    [TestCase(0.1)]
    [TestCase(0.3)]
    public void S2_12_01_Gossip_should_reach_the_other_side_when_a_partition_heals(double loss)
    {
        using Simulation.Simulation simulation = new(seed: 13);
        SimulatedNode[] nodes = Start(simulation, 10);
        simulation.Network.Partition(nodes[..5], nodes[5..]);
        simulation.Network.Loss = loss;
        nodes[0].All.Gossip("news", "x");
        simulation.RunUntil(() => nodes[..5].All(node => node.All.ReceivedCount == 1), s_limit);
        Assert.That(nodes[5..].Sum(node => node.All.ReceivedCount), Is.Zero);
        simulation.Network.Heal();
        simulation.RunUntil(() => nodes.All(node => node.All.ReceivedCount == 1), s_limit);
    }

    [TestCase(0)]
    [TestCase(0.1)]
    [TestCase(0.3)]
    public void S2_12_01_Gossip_should_reach_a_thousand_nodes_in_a_few_rounds(double loss)
    {
        SpreadResult result = SpreadModel.Run(new SpreadOptions
        {
            Strategy = SpreadStrategy.PushPull, Nodes = 1000, Trials = 200, Loss = loss, Seed = 15,
        });
        Assert.That(result.AllReachedShare, Is.EqualTo(1));
        Assert.That(result.RoundsToAllQuantile(1), Is.LessThan(30), "the slowest of 200 trials");
    }

    private static SimulatedNode[] Start(Simulation.Simulation simulation, int count)
    {
        SimulatedNode[] nodes = [.. Enumerable.Range(0, count).Select(i => simulation.AddNode($"n{i}"))];
        simulation.RunUntil(() => nodes.All(node => node.All.View.Members.Count == count), s_limit);
        return nodes;
    }
}
