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

    [TestCase(0, 8)]
    [TestCase(1, 8)]
    [TestCase(2, 4)]
    public void The_origin_should_send_on_other_rings_when_fewer_than_half_confirm_its_copies(int confirmed, int copies)
    {
        GossipProbe origin = new(0, NoEarlyRepair);
        GroupGossipOptions options = new(GossipStrategies.RingPush(Fanout.Constant(4)), Fanout.Log(1));
        origin.SetView(options, [.. Enumerable.Range(0, 200)]);
        RumorId rumor = origin.Publish();
        Assert.That(origin.SentOf<RumorMessage>().Count(), Is.EqualTo(4));
        NodeId[] targets = [.. origin.Sent.Select(sent => sent.To.Id).Take(confirmed)];
        foreach (NodeId id in targets)
        {
            int target = Enumerable.Range(0, 200).First(i => GossipProbe.IdOf(i) == id);
            origin.Receive(target, new GossipControl("g", GossipMessageKind.Announce, origin.Id, rumor.Sequence, 1, 0));
        }

        origin.Engine.Advance(GossipProbe.At(1), origin);
        Assert.That(origin.SentOf<RumorMessage>().Count(), Is.EqualTo(copies));
        Assert.That(
            origin.Sent.Where(sent => sent.Message is RumorMessage).Select(sent => sent.To.Id).Distinct().Count(),
            Is.EqualTo(copies));
    }

    [Test]
    public void Only_who_has_a_rumor_from_its_origin_should_confirm_it()
    {
        GossipProbe node = new(0, NoEarlyRepair);
        GroupGossipOptions options = new(GossipStrategies.RingPush(Fanout.Constant(4)), Fanout.Log(1));
        node.SetView(options, [.. Enumerable.Range(0, 200)]);
        node.Receive(1, GossipProbe.Rumor(origin: 2, sequence: 1, hops: 2));
        Assert.That(node.SentOf<GossipControl>(), Is.Empty);
        node.Receive(2, GossipProbe.Rumor(origin: 2, sequence: 2));
        Assert.That(node.SentOf<GossipControl>().Single().Kind, Is.EqualTo(GossipMessageKind.Announce));
        Assert.That(node.Sent[^1].To.Id, Is.EqualTo(GossipProbe.IdOf(2)));
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
