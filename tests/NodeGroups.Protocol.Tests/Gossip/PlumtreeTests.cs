using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class PlumtreeTests
{
    private static readonly GossipSettings NoEarlyRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(30), RepairInterval = TimeSpan.FromSeconds(30),
    };

    [Test]
    public void One_sender_should_cost_one_payload_for_each_member_once_the_tree_has_grown()
    {
        for (ulong seed = 1; seed <= 2; seed++)
        {
            GossipSwarm swarm = new(60, GossipStrategies.Plumtree(), 0, seed, settings: NoEarlyRepair);
            swarm.Measure(20, 0.2, _ => 7);
            (double payloads, double controls) = swarm.Measure(100, 0.2, _ => 7);
            TestContext.Out.WriteLine($"one sender, seed {seed}: {payloads:F4} payloads, {controls:F2} controls");
            Assert.That(payloads - 1, Is.LessThanOrEqualTo(0.01), $"seed {seed}");
        }
    }

    [TestCase(1, 5)]
    [TestCase(20, 100)]
    public void Many_senders_should_cost_little_more(double minimumLatency, double maximumLatency)
    {
        for (ulong seed = 1; seed <= 6; seed++)
        {
            GossipStrategy strategy = GossipStrategies.Plumtree();
            GossipSwarm swarm = new(60, strategy, 0, seed, minimumLatency, maximumLatency, NoEarlyRepair);
            swarm.Measure(40, 1, i => i * 7 % 60);
            swarm.Measure(100, 0.02, i => i * 7 % 60);
            (double payloads, double controls) = swarm.Measure(200, 0.02, i => i * 7 % 60);
            TestContext.Out.WriteLine($"many senders, seed {seed}: {payloads:F4} payloads, {controls:F2} controls");
            Assert.That(payloads - 1, Is.LessThanOrEqualTo(0.05), $"seed {seed}");
        }
    }

    [Test]
    public void A_tree_should_mend_itself_when_messages_are_lost()
    {
        GossipSwarm swarm = new(60, GossipStrategies.Plumtree(), 0.02, 3, settings: NoEarlyRepair);
        swarm.Measure(100, 0.2, i => i % 60);
        Assert.That(swarm.Lost, Is.Positive);
        Assert.That(swarm.Totals.Repaired, Is.Positive, "grafts were answered");
    }

    [Test]
    public void The_wait_should_follow_the_lags_seen()
    {
        TimeSpan minimum = TimeSpan.FromMilliseconds(50);
        AnnouncementTable table = new(new AnnouncementWaits(
            new LatencyMultiple(1, 0), new LatencyMultiple(2, 0), Jitter: 0.5, minimum, TimeSpan.FromSeconds(1)));
        WatchedStrategy strategy = new(new TableStrategy(table), table.DelayIn);
        GossipProbe probe = new(0);
        probe.Counters.Network.NoteAnswer(TimeSpan.FromMilliseconds(1));
        GossipStrategy custom = GossipStrategies.Custom("probe", () => strategy);
        probe.SetView(new GroupGossipOptions(custom, Fanout.Constant(3)), 0, 1, 2, 3);
        for (ulong s = 1; s <= 600; s++)
        {
            double lag = s == 10 ? 0.1 : s == 11 ? 0.9 : 0.01;
            probe.Receive(2, new GossipControl("g", GossipMessageKind.Announce, GossipProbe.IdOf(1), s, 1, 0), s);
            probe.Receive(1, GossipProbe.Rumor(1, s), s + lag);
            double expected = s is < 10 ? 0.05 : s is 10 ? 0.3 : s <= 512 ? 1 : 0.05;
            Assert.That(strategy.Delay.TotalSeconds, Is.EqualTo(expected).Within(0.001), $"after {s}");
        }
    }

    [Test]
    public void A_request_that_was_too_early_should_be_learned_from()
    {
        GossipProbe probe = new(0);
        probe.Counters.Network.NoteAnswer(TimeSpan.FromMilliseconds(1));
        PlumtreeOptions options = new() { MinimumGraftDelay = TimeSpan.FromMilliseconds(20) };
        PlumtreeStrategy plumtree = new(options);
        WatchedStrategy strategy = new(plumtree, plumtree.GraftDelayIn);
        GossipStrategy custom = GossipStrategies.Custom("plumtree-probe", () => strategy);
        probe.SetView(new GroupGossipOptions(custom, Fanout.Constant(3)), 0, 1, 2, 3);
        probe.Receive(2, new GossipControl("g", GossipMessageKind.Announce, GossipProbe.IdOf(1), 1, 1, 0), 1);
        probe.Engine.Advance(GossipProbe.At(1.031), probe);
        GossipControl graft = probe.SentOf<GossipControl>().Single();
        Assert.That(graft.Kind, Is.EqualTo(GossipMessageKind.Graft));
        probe.Receive(2, GossipProbe.Rumor(1, 1), 1.076);
        Assert.That(strategy.Delay.TotalSeconds, Is.EqualTo(0.02), "an answer says nothing about the tree");
        Assert.That(probe.SentOf<RumorMessage>().Count(), Is.EqualTo(2), "what was asked for goes on along the tree");
        probe.Receive(1, GossipProbe.Rumor(1, 1), 1.1);
        Assert.That(strategy.Delay.TotalSeconds, Is.EqualTo(0.3).Within(0.001));
        Assert.That(probe.SentOf<GossipControl>().Last().Kind, Is.EqualTo(GossipMessageKind.Prune));
    }

    /// <summary>Notes how long the strategy waits at the end of each call.</summary>
    private sealed class WatchedStrategy(IGossipStrategy inner, Func<IGossipContext, TimeSpan> delay) : IGossipStrategy
    {
        public TimeSpan Delay { get; private set; }

        public void OnRumor(in RumorHeader rumor, IGossipContext context)
        {
            inner.OnRumor(rumor, context);
            Delay = delay(context);
        }

        public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
        {
            inner.OnMessage(from, message, context);
            Delay = delay(context);
        }

        public void OnRound(IGossipContext context) => inner.OnRound(context);
    }

    private sealed class TableStrategy(AnnouncementTable table) : IGossipStrategy
    {
        public void OnRumor(in RumorHeader rumor, IGossipContext context) => table.Complete(rumor, context);

        public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
        {
            if (message.Kind == GossipMessageKind.Announce)
            {
                table.Note(message.Rumor, from, 0, context);
            }
        }

        public void OnRound(IGossipContext context)
        {
        }
    }
}
