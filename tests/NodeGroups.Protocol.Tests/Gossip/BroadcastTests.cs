using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class BroadcastTests
{
    private static readonly GossipSettings NoEarlyRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(30), RepairInterval = TimeSpan.FromSeconds(30),
    };

    [TestCase(2)]
    [TestCase(60)]
    public void The_origin_should_send_to_all_and_nobody_else_at_all(int members)
    {
        GossipSwarm swarm = new(members, GossipStrategies.Broadcast, 0, 1, settings: NoEarlyRepair);
        swarm.Publish(1);
        swarm.RunUntil(1);
        Assert.That(swarm.Nodes.Select(n => n.Delivered.Count), Is.All.EqualTo(1));
        Assert.That(swarm.Nodes[1].Counters.PayloadsSent, Is.EqualTo(members - 1));
        Assert.That(swarm.Totals.Payloads, Is.EqualTo(members - 1));
        Assert.That(swarm.Nodes.Max(n => n.Delivered.Max(r => r.Hops)), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void What_was_lost_should_stay_missing_until_repair()
    {
        GossipSwarm swarm = new(60, GossipStrategies.Broadcast, 0.2, 1, settings: NoEarlyRepair);
        swarm.Publish(0);
        swarm.RunUntil(10);
        Assert.That(swarm.Nodes.Count(n => n.Delivered.Count == 0), Is.EqualTo(swarm.Lost).And.Positive);
    }
}
