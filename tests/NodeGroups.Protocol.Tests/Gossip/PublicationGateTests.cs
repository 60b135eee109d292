using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class PublicationGateTests
{
    private static readonly GroupGossipOptions Push3 = new(GossipStrategies.Push(), Fanout.Constant(3));

    [Test]
    public void A_publication_should_wait_until_the_slow_member_lets_go()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, 0, 1, 2);
        probe.Receive(1, Hold(1), 10);
        Publish(probe, 10.1);
        Publish(probe, 10.2);
        Assert.That(probe.Names, Is.Empty);
        Assert.That(probe.Counters.PublicationsHeld, Is.EqualTo(2));
        probe.Receive(1, Hold(0), 10.5);
        Assert.That(probe.Names.Select(n => n.Id.Sequence), Is.EqualTo(new ulong[] { 1, 2 }));
        Publish(probe, 10.6);
        Assert.That(probe.Names, Has.Count.EqualTo(3));
    }

    [Test]
    public void A_hold_that_is_not_renewed_should_end_and_one_that_never_ends_should_not_be_heeded()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, 0, 1, 2);
        probe.Receive(1, Hold(1), 10);
        Publish(probe, 10);
        probe.Engine.Advance(GossipProbe.At(10.99), probe);
        Assert.That(probe.Names, Is.Empty);
        probe.Engine.Advance(GossipProbe.At(11), probe);
        Assert.That(probe.Names, Has.Count.EqualTo(1));
        for (double time = 11; time < 40; time += 0.5)
        {
            probe.Receive(1, Hold(1), time);
        }

        Publish(probe, 39.9);
        Assert.That(probe.Names, Has.Count.EqualTo(1));
        probe.Receive(1, Hold(1), 40.4);
        Publish(probe, 40.5);
        Assert.That(probe.Names, Has.Count.EqualTo(3), "after half a minute at a stretch");
        probe.Receive(9, Hold(1), 41);
        Assert.That(probe.Counters.MessagesDropped, Is.EqualTo(1), "not of a member");
    }

    [Test]
    public void Slow_readers_should_hold_who_publishes_and_this_node_and_let_both_go()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, 0, 1, 2);
        probe.Engine.SetPressure(new SetReaderPressure("g", true), GossipProbe.At(1), probe);
        Assert.That(probe.SentOf<GossipControl>(), Is.Empty, "nobody publishes");
        probe.Receive(1, GossipProbe.Rumor(2, 1), 1.1);
        probe.Receive(1, GossipProbe.Rumor(2, 2), 1.2);
        Assert.That(Holds(probe, 2), Is.EqualTo(new ulong[] { 1 }), "four times a second at most");
        Publish(probe, 1.3);
        Assert.That(probe.Names, Is.Empty);
        probe.Engine.Advance(GossipProbe.At(1.5), probe);
        probe.Engine.Advance(GossipProbe.At(2.0), probe);
        Assert.That(Holds(probe, 2), Is.EqualTo(new ulong[] { 1, 1, 1 }), "renewed");
        Assert.That(probe.Names, Is.Empty);
        probe.Engine.SetPressure(new SetReaderPressure("g", false), GossipProbe.At(2.1), probe);
        Assert.That(Holds(probe, 2).Last(), Is.Zero);
        Assert.That(probe.Names, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_fast_publisher_should_not_push_out_what_is_too_young_to_be_repaired()
    {
        GossipProbe probe = new(0, new GossipSettings { RetainedRumorsLimit = 100 });
        probe.SetView(Push3, 0, 1, 2);
        for (int i = 0; i < 150; i++)
        {
            Publish(probe, 1);
        }

        Assert.That(probe.Names, Has.Count.EqualTo(100));
        probe.Engine.Advance(GossipProbe.At(1.24), probe);
        Assert.That(probe.Names, Has.Count.EqualTo(100));
        probe.Engine.Advance(GossipProbe.At(1.25), probe);
        Assert.That(probe.Names.Select(n => n.Id.Sequence), Is.EqualTo(Enumerable.Range(1, 150)));
    }

    [Test]
    public void What_waits_should_be_bounded_and_refused_when_the_group_goes()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, 0, 1, 2);
        probe.Receive(1, Hold(1), 1);
        for (int i = 0; i < 16_385; i++)
        {
            Publish(probe, 1);
        }

        Assert.That(probe.Names.Select(n => n.Id), Is.EqualTo(new[] { new RumorId("g", default, 0) }));
        probe.Engine.RemoveGroup("g", probe);
        Assert.That(probe.Names, Has.Count.EqualTo(16_385));
        Assert.That(probe.Names.Skip(1).Select(n => n.Id), Is.All.EqualTo(default(RumorId)));
    }

    private static GossipControl Hold(ulong value) => new("g", GossipMessageKind.Hold, default, 0, 0, value);

    private static void Publish(GossipProbe probe, double seconds) =>
        probe.Engine.Publish(
            new PublishRumor(7, "g", RumorKind.Message, "t", new byte[3]), GossipProbe.At(seconds), probe);

    private static IEnumerable<ulong> Holds(GossipProbe probe, int to) =>
        probe.Sent.Where(s => s.To.Id == GossipProbe.IdOf(to)).Select(s => s.Message).OfType<GossipControl>()
            .Where(c => c.Kind == GossipMessageKind.Hold).Select(c => c.Value);
}
