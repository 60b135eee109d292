using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

public sealed class SlowReceiverTests
{
    [Test]
    public void Those_who_publish_should_wait_for_the_slowest_and_lose_nothing()
    {
        using Simulation simulation = new(seed: 11);
        SimulatedNode[] nodes = [.. Enumerable.Range(0, 10).Select(i => simulation.AddNode($"n{i}"))];
        simulation.RunUntil(() => nodes.All(n => n.All.View.Members.Count == 10), TimeSpan.FromMinutes(1));
        nodes[4].Execute(new SetReaderPressure(NodeGroups.GroupName.All, true));
        for (int i = 0; i < 200; i++)
        {
            nodes[i % 2].All.Gossip("t", "x");
            simulation.Run(TimeSpan.FromMilliseconds(20));
        }

        Assert.That(nodes[4].All.ReceivedCount, Is.InRange(2, 10), "what was on its way before they knew");
        Assert.That(nodes[..2].Select(n => n.Counters.PublicationsHeld), Is.All.GreaterThan(90));
        nodes[4].Execute(new SetReaderPressure(NodeGroups.GroupName.All, false));
        simulation.RunUntil(() => nodes.All(n => n.All.ReceivedCount == 200), TimeSpan.FromSeconds(5));
    }
}
