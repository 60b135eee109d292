using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

/// <summary>F80: handlers that publish again what they get.</summary>
public sealed class RepublishingTests
{
    private static IReadOnlyList<StrategyPromise> Promises => StrategyPromise.All;

    /// <summary>Each publication is a rumor of its own, so what ends a cycle is a version or hop count in the message;
    /// with one, traffic ends as soon as the cycle does.</summary>
    [TestCaseSource(nameof(Promises))]
    public void F80_A_cycle_of_publications_should_end_with_the_version_rule(StrategyPromise promise)
    {
        const int generations = 20;
        SimulationOptions options = new() { Strategy = new GroupGossipOptions(promise.Strategy, Fanout.Log(2)) };
        using Simulation simulation = new(seed: 80, options);
        SimulatedNode[] nodes = [.. simulation.AddJoinedNodes(["a", "b", "c"])];
        simulation.RunUntil(() => nodes.All(n => n.All.View.Members.Count == 3), TimeSpan.FromMinutes(1));
        int[] versions = new int[3];
        for (int i = 0; i < 3; i++)
        {
            SimulatedNode node = nodes[i];
            int self = i;
            node.All.OnRumor = rumor =>
            {
                int version = rumor.Payload.Span[0];
                if (version > versions[self])
                {
                    versions[self] = version;
                    if (version < generations && version % 3 == self)
                    {
                        node.All.Gossip("cycle", new byte[] { (byte)(version + 1) });
                    }
                }
            };
        }

        nodes[0].All.Gossip("cycle", new byte[] { 1 });
        simulation.RunUntil(() => versions.All(version => version == generations), TimeSpan.FromMinutes(1));
        Assert.That(nodes.Sum(n => n.Counters.RumorsPublished), Is.EqualTo(generations));
        simulation.Run(TimeSpan.FromSeconds(15));
        long before = nodes.Sum(n => n.Counters.PayloadsSent);
        simulation.Run(TimeSpan.FromSeconds(20));
        Assert.That(nodes.Sum(n => n.Counters.PayloadsSent), Is.EqualTo(before), "nothing goes round any more");
        simulation.Run(TimeSpan.FromSeconds(60));
        before = nodes.Sum(n => n.Counters.GossipControlsSent);
        simulation.Run(TimeSpan.FromSeconds(20));
        Assert.That(nodes.Sum(n => n.Counters.GossipControlsSent), Is.EqualTo(before), "nothing kept, nothing said");
    }
}
