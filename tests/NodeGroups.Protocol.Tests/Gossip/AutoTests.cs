using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class AutoTests
{
    private static readonly GroupGossipOptions Auto = new(GossipStrategies.Auto, Fanout.Log(2));

    [Test]
    public void Stream_should_cost_one_payload_for_each_member_whoever_publishes()
    {
        GossipSwarm swarm = new(50, GossipStrategies.Auto, 0, 1);
        swarm.Measure(3, 0.1, i => i);
        (double payloads, _) = swarm.Measure(60, 0.1, i => i * 7 % 50);
        Assert.That(payloads, Is.EqualTo(1).Within(0.01));
        Assert.That(swarm.Nodes.Sum(n => n.Counters.RumorsOnTrees), Is.GreaterThanOrEqualTo(60));
    }

    [TestCase(5)]
    [TestCase(40)]
    public void Everybody_should_get_everything_though_much_is_lost(int members)
    {
        GossipSwarm swarm = new(members, GossipStrategies.Auto, 0.2, 4);
        swarm.Measure(1, 1, _ => 2);
        swarm.Measure(30, 0.05, i => i % members);
        Assert.That(swarm.Lost, Is.Positive);
    }

    [Test]
    public void Choice_of_the_origin_should_travel_and_be_followed()
    {
        GossipProbe origin = new(0);
        origin.SetView(Auto, Nodes(50));
        origin.Publish(seconds: 1);
        RumorMessage alone = origin.SentOf<RumorMessage>().First();
        Assert.That(RumorRoute.TryRead(alone.Route, out RumorRoute ring), Is.True);
        Assert.That(ring.Strategy, Is.EqualTo(PlannedStrategy.Ring));
        Assert.That(origin.Sent, Has.Count.LessThanOrEqualTo(2 * ring.Fanout).And.Count.GreaterThan(ring.Fanout));

        origin.Publish(seconds: 2);
        origin.Sent.Clear();
        origin.Publish(seconds: 3);
        RumorMessage third = origin.SentOf<RumorMessage>().First();
        Assert.That(RumorRoute.TryRead(third.Route, out RumorRoute tree), Is.True);
        Assert.That(tree.Strategy, Is.EqualTo(PlannedStrategy.Tree));
        Assert.That(origin.SentOf<RumorMessage>().Count(), Is.EqualTo(tree.Fanout));
        Assert.That(
            (origin.Counters.RumorsOnRings, origin.Counters.RumorsOnTrees), Is.EqualTo((2L, 1L)));
        GossipPlan?[] told =
            [.. origin.Notices.Where(n => n.Kind == ProtocolNoticeKind.RouteChosen).Select(n => n.Plan)];
        Assert.That(
            told.Select(plan => plan!.Strategy), Is.EqualTo(new[] { PlannedStrategy.Ring, PlannedStrategy.Tree }));
        Assert.That(told[0]!.EagerReliability, Is.EqualTo(GossipPlan.For(50, 3).EagerReliability));
        Assert.That(told[0]!.BytesPerNode, Is.EqualTo(GossipPlan.For(50, 3).BytesPerNode));
        Assert.That(origin.Counters.LatestPlan, Is.SameAs(told[1]));
        Assert.That(told[1]!.Conditions.IsStream, Is.True);

        foreach ((Peer to, ProtocolMessage message) in origin.Sent.Where(s => s.Message is RumorMessage).ToArray())
        {
            GossipProbe child = new(Index(to.Id));
            child.SetView(Auto, Nodes(50));
            child.Receive(0, (RumorMessage)message, 3);
            Assert.That(child.SentOf<RumorMessage>().Count(), Is.LessThanOrEqualTo(tree.Fanout), "no ring for it");
            Assert.That(child.SentOf<RumorMessage>().All(m => m.Route == third.Route), Is.True);
        }
    }

    [TestCase(0x73U, 7)]
    [TestCase(0x11U, 0)]
    [TestCase(0xFFFFFFF2U, RumorRoute.FanoutLimit)]
    [TestCase(0U, 4)]
    [TestCase(0xFU, 4)]
    public void No_route_of_a_peer_should_make_a_node_send_without_bound(uint route, int most)
    {
        GossipProbe node = new(0);
        node.SetView(Auto, Nodes(200));
        node.Receive(9, GossipProbe.Rumor(9, 1) with { Route = route }, 1);
        Assert.That(node.SentOf<RumorMessage>().Count(), Is.LessThanOrEqualTo(most));
        Assert.That(node.Delivered, Has.Count.EqualTo(1));
        Assert.That(node.SentOf<RumorMessage>().All(m => m.Route == route), Is.True, "handed on as it came");
    }

    [Test]
    public void Heavy_rumor_should_be_announced_and_asked_for_when_the_tree_is_broken()
    {
        GossipProbe node = new(0);
        node.SetView(Auto, Nodes(50));
        RumorMessage heavy = GossipProbe.Rumor(9, 1) with
        {
            Payload = new byte[5_000], Route = new RumorRoute(PlannedStrategy.Tree, 4).ToValue(),
        };
        GossipControl announcement = new("g", GossipMessageKind.Announce, heavy.Origin, 1, 2, 0);
        node.Receive(3, announcement, 1);
        node.Engine.Advance(GossipProbe.At(1.5), node);
        Assert.That(
            node.SentOf<GossipControl>().Any(c => c.Kind == GossipMessageKind.Request)
            || node.SentOf<GossipPull>().Any(), Is.True);
        node.Sent.Clear();
        node.Receive(3, heavy with { Hops = 3 }, 1.6);
        Assert.That(node.Delivered, Has.Count.EqualTo(1));
        Assert.That(
            node.SentOf<GossipControl>().Count(c => c.Kind == GossipMessageKind.Announce),
            Is.EqualTo(7),
            "it came late, so on each ring but the tree's");
    }

    [TestCase(0, 2)]
    [TestCase(2, 2)]
    [TestCase(3, 1)]
    public void First_copies_on_rings_should_be_confirmed_by_half_or_sent_once_more(int confirmed, int times)
    {
        GossipProbe origin = new(0);
        origin.SetView(Auto, Nodes(2000));
        RumorId rumor = origin.Publish();
        NodeId[] first = [.. origin.Sent.Where(sent => sent.Message is RumorMessage).Select(sent => sent.To.Id)];
        Assert.That(first, Has.Length.EqualTo(6), "two copies on each of three rings");
        for (int node = 1; node < 2000; node++)
        {
            if (Array.IndexOf(first, GossipProbe.IdOf(node)) is >= 0 and int place && place < confirmed)
            {
                GossipControl confirmation = new("g", GossipMessageKind.Announce, origin.Id, rumor.Sequence, 1, 0);
                origin.Receive(node, confirmation);
            }
        }

        origin.Engine.Advance(GossipProbe.At(0.1), origin);
        RumorMessage[] copies = [.. origin.SentOf<RumorMessage>()];
        Assert.That(copies, Has.Length.EqualTo(times * first.Length));
        Assert.That(copies.Select(copy => copy.Route).Distinct().Count(), Is.EqualTo(1), "and all go one way");
        origin.Sent.Clear();
        origin.Receive(9, GossipProbe.Rumor(9, 1) with { Route = copies[0].Route });
        Assert.That(origin.SentOf<GossipControl>().Single().Kind, Is.EqualTo(GossipMessageKind.Announce));
        origin.Sent.Clear();
        origin.Receive(9, GossipProbe.Rumor(9, 2, hops: 2) with { Route = copies[0].Route });
        Assert.That(origin.SentOf<GossipControl>(), Has.Exactly(1).Items, "as the copy came from its origin");
        origin.Sent.Clear();
        origin.Receive(8, GossipProbe.Rumor(9, 3, hops: 2) with { Route = copies[0].Route });
        Assert.That(origin.SentOf<GossipControl>(), Is.Empty);
    }

    [Test]
    public void Wish_of_the_group_should_reach_the_strategy()
    {
        GossipProbe node = new(0);
        GossipConditions? seen = null;
        GossipStrategy spy = GossipStrategies.Custom("spy", () => new Spy(c => seen = c.Conditions));
        node.SetView(new GroupGossipOptions(spy, Fanout.ForReliability(0.99)), Nodes(5));
        node.Publish();
        Assert.That(seen, Is.EqualTo(new GossipConditions { Reliability = 0.99 }));
    }

    private static int[] Nodes(int count) => [.. Enumerable.Range(0, count)];

    private static int Index(NodeId id) => (int)id.Low - 1;

    private sealed class Spy(Action<IGossipContext> see) : IGossipStrategy
    {
        public void OnRumor(in RumorHeader rumor, IGossipContext context) => see(context);

        public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
        {
        }

        public void OnRound(IGossipContext context)
        {
        }
    }
}
