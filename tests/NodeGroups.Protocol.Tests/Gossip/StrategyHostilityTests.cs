using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

/// <summary>What peers, publishers and the emptiness of a group can do to one engine, with each strategy.</summary>
public sealed class StrategyHostilityTests
{
    private static readonly RumorMongeringOptions Blind = new() { UsesFeedback = false };

    private static IReadOnlyList<GossipStrategy> Strategies { get; } =
    [
        GossipStrategies.Broadcast,
        GossipStrategies.Push(),
        GossipStrategies.PushForever(),
        GossipStrategies.RingPush(),
        GossipStrategies.PushPull(),
        GossipStrategies.RumorMongering(),
        GossipStrategies.RumorMongering(new RumorMongeringOptions { UsesCoin = true }),
        GossipStrategies.RumorMongering(Blind),
        GossipStrategies.RumorMongering(Blind with { UsesCoin = true }),
        GossipStrategies.Plumtree(),
        GossipStrategies.Tree(),
        GossipStrategies.AntiEntropy(),
        GossipStrategies.Auto,
    ];

    [TestCaseSource(nameof(Strategies))]
    public void F74_Ten_thousand_copies_from_ten_peers_should_be_passed_on_no_more_than_one(GossipStrategy strategy)
    {
        int ForwardsAfter(int copies)
        {
            GossipProbe probe = Start(strategy);
            for (int i = 0; i < copies; i++)
            {
                probe.Receive(1 + (i % 10), GossipProbe.Rumor(11, 1), 1e-6 * i);
            }

            Advance(probe, 5);
            Assert.That(probe.Delivered, Has.Count.EqualTo(1));
            Assert.That(probe.Counters.RumorsRedundant, Is.EqualTo(copies - 1));
            return probe.SentOf<RumorMessage>().Count();
        }

        Assert.That(ForwardsAfter(10_000), Is.LessThanOrEqualTo(ForwardsAfter(1)));
    }

    [TestCaseSource(nameof(Strategies))]
    public void F75_Replays_should_never_be_delivered_again_in_one_life(GossipStrategy strategy)
    {
        GossipProbe probe = Start(strategy);
        for (ulong sequence = 1; sequence <= 20; sequence++)
        {
            probe.Receive(1, GossipProbe.Rumor(1, sequence), 0.1 * sequence);
        }

        double[] later = [3, 600, 86_400];
        foreach (double seconds in later)
        {
            Advance(probe, seconds);
            probe.Sent.Clear();
            for (ulong sequence = 1; sequence <= 20; sequence++)
            {
                probe.Receive(2 + (int)(sequence % 5), GossipProbe.Rumor(1, sequence), seconds);
            }

            Assert.That(probe.SentOf<RumorMessage>(), Is.Empty, "a replay is passed on by nobody");
        }

        Assert.That(probe.Delivered, Has.Count.EqualTo(20));

        // Another life of the receiver knows nothing: it takes once what it is sent.
        GossipProbe restarted = Start(strategy);
        restarted.Receive(1, GossipProbe.Rumor(1, 5), 1);
        restarted.Receive(2, GossipProbe.Rumor(1, 5), 2);
        Assert.That(restarted.Delivered, Has.Count.EqualTo(1));
    }

    [TestCaseSource(nameof(Strategies))]
    public void F76_Of_two_payloads_with_one_name_the_first_should_win(GossipStrategy strategy)
    {
        GossipProbe probe = Start(strategy);
        probe.Receive(1, GossipProbe.Rumor(1, 1));
        probe.Receive(2, GossipProbe.Rumor(1, 1) with { Payload = new byte[9] }, 0.01);
        Advance(probe, 5);
        Assert.That(probe.Delivered.Select(rumor => rumor.Payload.Length), Is.EqualTo(new[] { 3 }));
        Assert.That(probe.SentOf<RumorMessage>().Select(rumor => rumor.Payload.Length), Is.All.EqualTo(3));
        Assert.That(probe.Counters.RumorsRedundant, Is.EqualTo(1));
        Assert.That(probe.Counters.RumorsContradicted, Is.EqualTo(1));
        probe.Receive(3, GossipProbe.Rumor(1, 1), 5);
        Assert.That(probe.Counters.RumorsContradicted, Is.EqualTo(1), "the same again contradicts nothing");
    }

    [TestCaseSource(nameof(Strategies))]
    public void F77_A_jump_of_sequences_should_not_wipe_out_what_is_known(GossipStrategy strategy)
    {
        GossipProbe probe = Start(strategy);
        for (ulong sequence = 1; sequence <= 1_100; sequence++)
        {
            probe.Receive(1, GossipProbe.Rumor(1, sequence));
        }

        long dropped = probe.Counters.MessagesDropped;
        probe.Receive(1, GossipProbe.Rumor(1, 1_100 + (1UL << 32)));
        probe.Receive(1, GossipProbe.Rumor(1, ulong.MaxValue));
        probe.Receive(1, GossipProbe.Rumor(1, 0));
        Assert.That(probe.Counters.MessagesDropped - dropped, Is.EqualTo(3), "refused and counted");
        probe.Receive(1, GossipProbe.Rumor(1, 1_100 - 1_025));
        Assert.That(probe.Delivered, Has.Count.EqualTo(1_100), "what is old is known");
        probe.Receive(1, GossipProbe.Rumor(1, 1_101));
        Assert.That(probe.Delivered, Has.Count.EqualTo(1_101), "and the next is taken");
    }

    [TestCaseSource(nameof(Strategies))]
    public void F78_A_publication_above_the_limit_should_be_refused(GossipStrategy strategy)
    {
        GossipProbe probe = Start(strategy, new GossipSettings { PayloadBytesLimit = 10 });
        Assert.That(probe.Publish(bytes: 11), Is.EqualTo(default(RumorId)));
        Advance(probe, 5);
        Assert.That(probe.SentOf<RumorMessage>(), Is.Empty, "never queued");
        Assert.That(probe.Delivered, Is.Empty);
        Assert.That(probe.Publish(seconds: 5, bytes: 10).Sequence, Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Strategies))]
    public void F81_Without_peers_a_publisher_should_stay_within_bounds(GossipStrategy strategy)
    {
        GossipProbe probe = new(0, new GossipSettings { RetainedRumorsLimit = 100 });
        probe.SetView(new GroupGossipOptions(strategy, Fanout.Log(2)), 0);
        PublishMany(1_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        PublishMany(1_000_000);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.That(after - before, Is.LessThan(1_000_000), "a million rumors later");
        Advance(probe, 300);
        Assert.That(probe.Engine.NextDeadline, Is.EqualTo(MonotonicTime.Never), "idle when nothing is retained");
        Assert.That(probe.Sent, Is.Empty);

        void PublishMany(int count)
        {
            for (int i = 0; i < count; i++)
            {
                probe.Publish();
                probe.Delivered.Clear();
                probe.Names.Clear();
            }
        }
    }

    /// <summary>Dropped and counted, and its sender is heard on: what a peer of another version or with another limit
    /// sends in good faith is not held against it. A frame that is no message costs its connection.</summary>
    [TestCaseSource(nameof(Strategies))]
    public void F83_What_is_not_valid_should_not_spoil_what_follows(GossipStrategy strategy)
    {
        GossipProbe probe = Start(strategy, new GossipSettings { PayloadBytesLimit = 10 });
        probe.Receive(1, GossipProbe.Rumor(1, 1) with { Payload = new byte[11] });
        probe.Receive(1, GossipProbe.Rumor(1, 0));
        probe.Receive(1, new GossipControl("g", GossipMessageKind.Timer, default, 0, 0, 0));
        Advance(probe, 5);
        Assert.That(probe.Counters.MessagesDropped, Is.EqualTo(3));
        Assert.That(probe.Delivered, Is.Empty);
        Assert.That(probe.SentOf<RumorMessage>(), Is.Empty, "not passed on");
        probe.Receive(2, new GossipPull("g", GossipProbe.IdOf(1), [1]), 5);
        Assert.That(probe.SentOf<RumorMessage>(), Is.Empty, "not kept");
        probe.Receive(1, GossipProbe.Rumor(1, 1), 5);
        Assert.That(probe.Delivered, Has.Count.EqualTo(1));
        probe.Sent.Clear();
        probe.Receive(2, new GossipPull("g", GossipProbe.IdOf(1), [1]), 5);
        Assert.That(probe.SentOf<RumorMessage>().Count(), Is.EqualTo(1), "what is valid is");
    }

    private static GossipProbe Start(GossipStrategy strategy, GossipSettings? settings = null)
    {
        GossipProbe probe = new(0, settings);
        probe.SetView(new GroupGossipOptions(strategy, Fanout.Log(2)), [.. Enumerable.Range(0, 12)]);
        return probe;
    }

    /// <summary>Lets pass what is due until then; bounded, since idle rounds go on as long as something is
    /// retained.</summary>
    private static void Advance(GossipProbe probe, double seconds)
    {
        for (int i = 0; i < 50_000 && probe.Engine.NextDeadline <= GossipProbe.At(seconds); i++)
        {
            probe.Engine.Advance(probe.Engine.NextDeadline, probe);
        }
    }
}
