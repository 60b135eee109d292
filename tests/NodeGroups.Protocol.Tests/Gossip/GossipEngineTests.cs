using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class GossipEngineTests
{
    private static readonly GroupGossipOptions Push3 = new(GossipStrategies.Push(), Fanout.Constant(3));

    private static int[] Nodes(int count) => [.. Enumerable.Range(0, count)];

    [Test]
    public void Engine_should_name_deliver_and_push_a_publication()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, Nodes(10));
        RumorId first = probe.Publish();
        RumorId second = probe.Publish();
        Assert.That((first.Sequence, second.Sequence), Is.EqualTo((1UL, 2UL)));
        Assert.That(probe.Delivered, Has.Count.EqualTo(2), "two equal payloads are two rumors");
        Assert.That(probe.SentOf<RumorMessage>().Count(), Is.EqualTo(6));
        Assert.That(probe.SentOf<RumorMessage>().Select(m => m.Hops), Is.All.EqualTo(1));
        Assert.That(ReferenceEquals(probe.Sent[0].Message, probe.Sent[1].Message));
        Assert.That(probe.Sent.Take(3).Select(s => s.To.Id).Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public void Engine_should_deliver_once_whatever_is_repeated()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, Nodes(10));
        for (int i = 0; i < 10_000; i++)
        {
            probe.Receive(1 + (i % 9), GossipProbe.Rumor(1, 1, 4));
        }

        probe.Receive(2, GossipProbe.Rumor(1, 1) with { Payload = new byte[9] }, 86_400);
        Assert.That(probe.Delivered, Has.Count.EqualTo(1));
        Assert.That(probe.Delivered[0].Payload.Length, Is.EqualTo(3), "the first wins");
        Assert.That(probe.SentOf<RumorMessage>().Select(m => m.Hops), Is.EqualTo(new[] { 5, 5, 5 }));
        Assert.That(probe.Counters.RumorsRedundant, Is.EqualTo(10_000));
    }

    [Test]
    public void Engine_should_drop_what_breaks_a_rule()
    {
        GossipProbe probe = new(0, new GossipSettings { PayloadBytesLimit = 10 });
        probe.Receive(1, GossipProbe.Rumor(1, 1));
        Assert.That(probe.Publish(), Is.EqualTo(default(RumorId)));
        probe.SetView(Push3, Nodes(5));
        Assert.That(probe.Publish(bytes: 11), Is.EqualTo(default(RumorId)));
        probe.Receive(1, GossipProbe.Rumor(1, 0));
        probe.Receive(1, GossipProbe.Rumor(1, ulong.MaxValue));
        probe.Receive(1, GossipProbe.Rumor(0, 1));
        probe.Receive(1, GossipProbe.Rumor(1, 1, 0));
        probe.Receive(1, GossipProbe.Rumor(1, 1) with { Payload = new byte[11] });
        probe.Receive(1, new GossipControl("g", GossipMessageKind.Timer, default, 0, 0, 0));
        probe.Receive(9, new GossipDigest("g", true, []));
        Assert.That(probe.Counters.MessagesDropped, Is.EqualTo(10));
        Assert.That(probe.Delivered, Is.Empty);
        Assert.That(probe.Sent, Is.Empty);
    }

    [TestCase("push", 0, 0)]
    [TestCase("push", 1, 1)]
    [TestCase("push", 9, 9)]
    [TestCase("push", 15, 9)]
    [TestCase("ring", 0, 0)]
    [TestCase("ring", 1, 1)]
    [TestCase("ring", 9, 9)]
    [TestCase("ring", 15, 9)]
    public void Engine_should_clamp_the_fan_out(string strategy, int fanout, int expected)
    {
        GossipProbe probe = new(0);
        probe.SetView(new GroupGossipOptions(GossipStrategies.FromName(strategy)!, Fanout.Constant(fanout)), Nodes(10));
        probe.Publish();
        Assert.That(probe.SentOf<RumorMessage>().Count(), Is.EqualTo(expected));
    }

    [Test]
    public void Engine_should_survive_fan_outs_that_are_negative_or_throw()
    {
        foreach (Fanout fanout in new[] { Fanout.Of(_ => -4), Fanout.Of(_ => throw new InvalidOperationException()) })
        {
            GossipProbe probe = new(0);
            probe.SetView(new GroupGossipOptions(GossipStrategies.Push(), fanout), Nodes(10));
            probe.Publish();
            Assert.That(probe.SentOf<RumorMessage>().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public void Engine_should_do_nothing_more_in_a_group_of_one_and_keep_flat()
    {
        GossipProbe probe = new(0, new GossipSettings { RetainedRumorsLimit = 100 });
        probe.SetView(Push3, 0);
        Assert.That(probe.Engine.NextDeadline, Is.EqualTo(MonotonicTime.Never));
        for (int i = 0; i < 10_000; i++)
        {
            probe.Publish();
        }

        Assert.That(probe.Delivered, Has.Count.EqualTo(10_000));
        for (int i = 0; i < 50 && !probe.Engine.NextDeadline.IsNever; i++)
        {
            probe.Engine.Advance(probe.Engine.NextDeadline, probe);
        }

        Assert.That(probe.Engine.NextDeadline, Is.EqualTo(MonotonicTime.Never), "idle when nothing is retained");
        Assert.That(probe.Sent, Is.Empty);
    }

    [Test]
    public void Engine_should_go_on_when_a_strategy_throws()
    {
        GossipProbe probe = new(0);
        GossipStrategy bad = GossipStrategies.Custom("bad", () => new BadStrategy());
        probe.SetView(new GroupGossipOptions(bad, Fanout.Log()), Nodes(4));
        Assert.That(probe.Publish().Sequence, Is.EqualTo(1));
        Assert.That(probe.Delivered, Has.Count.EqualTo(1));
        Assert.That(probe.Notices.Select(n => n.Kind), Is.EqualTo(new[] { ProtocolNoticeKind.StrategyFailed }));
    }

    [Test]
    public void Engine_should_spread_later_rumors_by_the_new_strategy()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, Nodes(10));
        probe.Engine.Configure("g", new GroupGossipOptions(GossipStrategies.Broadcast, Fanout.Log()), default, probe);
        probe.Publish();
        Assert.That(probe.SentOf<RumorMessage>().Count(), Is.EqualTo(9));
    }

    [Test]
    public void Engine_should_do_nothing_when_nothing_is_due()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, Nodes(10));
        probe.Publish();
        int sent = probe.Sent.Count;
        MonotonicTime deadline = probe.Engine.NextDeadline;
        probe.Engine.Advance(default, probe);
        Assert.That((probe.Sent.Count, probe.Engine.NextDeadline), Is.EqualTo((sent, deadline)));
        probe.Engine.Advance(deadline, probe);
        Assert.That(probe.Sent, Has.Count.EqualTo(sent), "the rumor has put the first round off");
        probe.Engine.Advance(probe.Engine.NextDeadline, probe);
        Assert.That(probe.SentOf<GossipDigest>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Engine_should_allocate_nothing_for_a_known_rumor()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, Nodes(10));
        RumorMessage rumor = GossipProbe.Rumor(1, 1);
        Peer from = GossipProbe.PeerOf(1);
        for (int i = 0; i < 100; i++)
        {
            probe.Engine.Receive(from, rumor, default, probe);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            probe.Engine.Receive(from, rumor, default, probe);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1000));
    }

    [Test]
    public void Engine_should_keep_names_and_knowledge_over_removal()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, Nodes(3));
        probe.Publish();
        probe.Receive(1, GossipProbe.Rumor(1, 1));
        probe.Engine.RemoveGroup("g", probe);
        probe.Receive(1, GossipProbe.Rumor(1, 2));
        probe.SetView(Push3, Nodes(3));
        probe.Receive(1, GossipProbe.Rumor(1, 1));
        Assert.That(probe.Publish().Sequence, Is.EqualTo(2));
        Assert.That(probe.Delivered, Has.Count.EqualTo(3));
    }

    [Test]
    public void Engine_should_pull_what_a_digest_offers_and_a_newcomer_only_what_is_retained()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, Nodes(3));
        probe.Receive(1, new GossipDigest("g", true, [new DigestEntry(GossipProbe.IdOf(2), 5, 6, [0b10])]));
        Assert.That(probe.SentOf<GossipPull>(), Is.Empty, "they may be on their way");
        probe.Engine.Advance(GossipProbe.At(0.0051), probe);
        GossipPull pull = probe.SentOf<GossipPull>().Single();
        Assert.That(pull.Sequences, Is.EqualTo(new ulong[] { 5, 6, 8 }));
        Assert.That(probe.Counters.RumorsLost, Is.Zero);
        probe.Receive(1, GossipProbe.Rumor(2, 5));
        Assert.That(probe.SentOf<RumorMessage>(), Is.Empty, "a repaired rumor is not pushed on");
    }

    [Test]
    public void Engine_should_count_what_no_peer_retains_any_more()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, Nodes(9));
        probe.Receive(1, GossipProbe.Rumor(2, 1));
        for (int peer = 1; peer <= 4; peer++)
        {
            Assert.That(probe.Counters.RumorsLost, Is.Zero);
            probe.Receive(peer, new GossipDigest("g", false, [new DigestEntry(GossipProbe.IdOf(2), 5, 6, [])]), peer);
        }

        Assert.That(probe.Counters.RumorsLost, Is.EqualTo(3));
        Assert.That(probe.Notices.Select(n => n.Kind), Is.EqualTo(new[] { ProtocolNoticeKind.RumorLost }));
    }

    [Test]
    public void Engine_should_answer_requests_and_pulls_of_members_only()
    {
        GossipProbe probe = new(0);
        probe.SetView(new GroupGossipOptions(GossipStrategies.Push(), Fanout.Constant(0)), Nodes(3));
        probe.Publish();
        probe.Receive(1, new GossipControl("g", GossipMessageKind.Request, probe.Id, 1, 0, 0));
        probe.Receive(2, new GossipPull("g", probe.Id, [1, 2]));
        probe.Receive(8, new GossipPull("g", probe.Id, [1]));
        Assert.That(probe.Sent.Select(s => s.To), Is.EqualTo(new[] { GossipProbe.PeerOf(1), GossipProbe.PeerOf(2) }));
        Assert.That(probe.Counters.PayloadsRepaired, Is.EqualTo(2));
    }

    private sealed class BadStrategy : IGossipStrategy
    {
        public void OnRumor(in RumorHeader rumor, IGossipContext context) => throw new InvalidOperationException();

        public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context) =>
            throw new InvalidOperationException();

        public void OnRound(IGossipContext context) => throw new InvalidOperationException();
    }
}
