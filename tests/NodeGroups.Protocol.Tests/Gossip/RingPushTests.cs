using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class RingPushTests
{
    private static readonly GossipSettings NoEarlyRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(30), RepairInterval = TimeSpan.FromSeconds(30),
    };

    [TestCase(3)]
    [TestCase(4)]
    public void Every_member_should_be_the_target_of_exactly_so_many_others(int fanout)
    {
        GossipSwarm swarm = new(
            60, GossipStrategies.RingPush(Fanout.Constant(fanout)), 0, 1, settings: NoEarlyRepair);
        swarm.Publish(3);
        swarm.RunUntil(10);
        Assert.That(swarm.Nodes.Select(n => n.Delivered.Count), Is.All.EqualTo(1));
        Assert.That(swarm.Nodes.Select(n => n.Counters.PayloadsSent), Is.All.LessThanOrEqualTo(fanout));
        Assert.That(swarm.Totals.Repaired, Is.Zero);
        Assert.That(swarm.Totals.Payloads - (60 - 1), Is.EqualTo(swarm.Nodes.Sum(n => n.Counters.RumorsRedundant)));
    }

    [Test]
    public void Fewer_should_be_missed_under_loss_than_by_random_targets()
    {
        long Missed(GossipStrategy strategy)
        {
            GossipSwarm swarm = new(60, strategy, 0.1, 1, settings: NoEarlyRepair);
            for (int i = 0; i < 60; i++)
            {
                swarm.Publish(i);
            }

            swarm.RunUntil(10);
            return (60 * 60) - swarm.Nodes.Sum(n => (long)n.Delivered.Count);
        }

        long rings = Missed(GossipStrategies.RingPush(Fanout.Constant(3)));
        Assert.That(rings, Is.LessThan(60 * 60 * 0.01), "r = (1 - a(1 - r))^f is 0.001");
        Assert.That(Missed(GossipStrategies.Push(Fanout.Constant(3))), Is.GreaterThan(10 * rings));
    }
}
