using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class PushTests
{
    private static readonly GossipSettings NoEarlyRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(30), RepairInterval = TimeSpan.FromSeconds(30),
    };

    [TestCase(1)]
    [TestCase(4)]
    public void Whoever_newly_has_a_rumor_should_send_it_once_to_so_many(int fanout)
    {
        GossipSwarm swarm = new(
            60, GossipStrategies.Push(Fanout.Constant(fanout)), 0, 1, settings: NoEarlyRepair);
        swarm.Publish(3);
        swarm.RunUntil(10);
        Assert.That(swarm.Nodes, Has.All.Matches<GossipProbe>(
            n => n.Counters.PayloadsSent == n.Delivered.Count * fanout));
    }

    [TestCase(2)]
    [TestCase(4)]
    public void It_should_miss_what_the_theory_says(int fanout)
    {
        const int Rumors = 40;
        GossipSwarm swarm = new(
            100, GossipStrategies.Push(Fanout.Constant(fanout)), 0, 1, settings: NoEarlyRepair);
        for (int i = 0; i < Rumors; i++)
        {
            swarm.Publish(i);
        }

        swarm.RunUntil(10);
        double[] sizes = [.. PushChain.FinalSizes(100, 100, fanout, 0)];
        double mean = sizes.Select((share, size) => share * size).Sum();
        double deviation = Math.Sqrt(sizes.Select((share, size) => share * (size - mean) * (size - mean)).Sum());
        double reached = swarm.Nodes.Sum(n => n.Delivered.Count) / (double)Rumors;
        Assert.That(reached, Is.EqualTo(mean).Within(4 * deviation / Math.Sqrt(Rumors)), "the exact chain");
    }
}
