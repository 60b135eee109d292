using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class TreeTests
{
    private static readonly GossipSettings NoEarlyRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(30), RepairInterval = TimeSpan.FromSeconds(30),
    };

    [TestCase(2)]
    [TestCase(4)]
    public void A_tree_should_cost_one_payload_for_each_member_and_spread_the_load(int arity)
    {
        GossipStrategy strategy = GossipStrategies.Tree(new TreeOptions { Arity = Fanout.Constant(arity) });
        GossipSwarm swarm = new(60, strategy, 0, 1, settings: NoEarlyRepair);
        (double payloads, double controls) = swarm.Measure(80, 0.1, _ => 7);
        Assert.That(payloads, Is.EqualTo(1).Within(0.0035), "hardly a copy too many from the first rumor on");
        Assert.That(controls, Is.LessThanOrEqualTo(3.1));
        long busiest = swarm.Nodes.Where((_, i) => i != 7).Max(n => n.Counters.PayloadsSent);
        Assert.That(busiest, Is.LessThan(80 * 3), "not the same inner nodes for every rumor");
        Assert.That(swarm.Nodes.Max(n => n.Delivered.Max(r => r.Hops)), Is.LessThanOrEqualTo(arity == 2 ? 5 : 3));
    }

    [Test]
    public void A_broken_tree_should_be_bridged_by_requests()
    {
        GossipSwarm swarm = new(60, GossipStrategies.Tree(), 0.02, 3, settings: NoEarlyRepair);
        swarm.Measure(40, 0.2, i => i);
        Assert.That(swarm.Lost, Is.Positive);
        Assert.That(swarm.Totals.Repaired, Is.Positive, "requests were answered");
    }

    [TestCase(1100, 4, 4)]
    [TestCase(1100, 3, 8)]
    [TestCase(1100, 0, 20)]
    [TestCase(1000, 0, 4)]
    public void The_origin_should_send_past_a_child_that_does_not_confirm_in_large_groups(
        int members, int confirmed, int copies)
    {
        foreach (GossipStrategy strategy in new[] { GossipStrategies.Tree(), GossipStrategies.Auto })
        {
            GossipProbe origin = new(0, NoEarlyRepair);
            origin.SetView(new GroupGossipOptions(strategy, Fanout.Log(1)), [.. Enumerable.Range(0, members)]);
            RumorId rumor = origin.Publish(bytes: 20_000);
            NodeId[] children = PayloadTargets(origin);
            Assert.That(children, Has.Length.EqualTo(4), strategy.Name);
            foreach (NodeId id in children.Take(confirmed))
            {
                int child = Enumerable.Range(0, members).First(i => GossipProbe.IdOf(i) == id);
                GossipControl confirmation = new("g", GossipMessageKind.Announce, origin.Id, rumor.Sequence, 1, 0);
                origin.Receive(child, confirmation);
                origin.Receive(child, confirmation);
            }

            origin.Engine.Advance(GossipProbe.At(1), origin);
            NodeId[] all = PayloadTargets(origin);
            Assert.That(all, Has.Length.EqualTo(copies).And.Unique, strategy.Name);
            Assert.That(
                origin.SentOf<RumorMessage>().Select(copy => copy.Route).Distinct().Count(),
                Is.EqualTo(1),
                "all copies say alike which way they go");
        }
    }

    [TestCase(1100, true)]
    [TestCase(1000, false)]
    public void Who_has_a_rumor_from_its_origin_should_confirm_it_in_large_groups(int members, bool isConfirmed)
    {
        GossipProbe node = new(0, NoEarlyRepair);
        GossipStrategy strategy = GossipStrategies.Tree(new TreeOptions { AnnouncementRings = 0 });
        node.SetView(new GroupGossipOptions(strategy, Fanout.Log(1)), [.. Enumerable.Range(0, members)]);
        node.Receive(1, GossipProbe.Rumor(origin: 2, sequence: 1, hops: 2));
        Assert.That(node.SentOf<GossipControl>(), Is.Empty, "not the first copy");
        node.Receive(2, GossipProbe.Rumor(origin: 2, sequence: 2));
        Assert.That(node.SentOf<GossipControl>().Any(), Is.EqualTo(isConfirmed));
        node.Receive(members, GossipProbe.Rumor(origin: members, sequence: 1));
        Assert.That(node.SentOf<GossipControl>().Count(), Is.EqualTo(isConfirmed ? 1 : 0), "from outside the group");
    }

    private static NodeId[] PayloadTargets(GossipProbe probe) =>
        [.. probe.Sent.Where(sent => sent.Message is RumorMessage).Select(sent => sent.To.Id)];
}
