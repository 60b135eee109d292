using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

/// <summary>Rumors whose origins are no members.</summary>
public sealed class StrangerTests
{
    private const int Newcomer = 50;
    private static readonly GroupGossipOptions Push3 = new(GossipStrategies.Push(), Fanout.Constant(3));
    private static readonly GossipSettings Few = new() { StrangersLimit = 8 };

    [Test]
    public void Engine_should_still_publish_and_hear_members_when_strangers_flood_it()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, 0, 1, 2);
        Flood(probe, 70_000, seconds: 0);
        Assert.That(probe.Delivered, Has.Count.EqualTo(1024));
        Assert.That(probe.Counters.RumorsRefused, Is.EqualTo(70_000 - 1024));
        Assert.That(probe.Publish().Sequence, Is.EqualTo(1));
        probe.Receive(9, GossipProbe.Rumor(2, 1));
        NodeId[] last = [.. probe.Delivered.TakeLast(2).Select(r => r.Origin)];
        Assert.That(last, Is.EqualTo(new[] { probe.Id, GossipProbe.IdOf(2) }));
    }

    [Test]
    public void Engine_should_deliver_what_comes_before_the_news_that_its_origin_has_joined()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, 0, 1, 2);
        probe.Receive(1, GossipProbe.Rumor(Newcomer, 1));
        probe.SetView(Push3, 0, 1, 2, Newcomer);
        probe.Receive(2, GossipProbe.Rumor(Newcomer, 1));
        Assert.That(probe.Delivered, Has.Count.EqualTo(1));
    }

    [Test]
    public void Engine_should_fetch_a_newcomers_rumor_that_a_flood_kept_out()
    {
        GossipProbe probe = new(0, Few);
        probe.SetView(Push3, 0, 1, 2);
        Flood(probe, 100, seconds: 0);
        int before = probe.Delivered.Count;
        probe.Receive(1, GossipProbe.Rumor(Newcomer, 1));
        Assert.That(probe.Delivered, Has.Count.EqualTo(before));

        probe.SetViewAt(0.1, Push3, 0, 1, 2, Newcomer);
        probe.Receive(1, new GossipDigest("g", false, [new DigestEntry(GossipProbe.IdOf(Newcomer), 1, 1, [])]), 0.1);
        probe.Engine.Advance(GossipProbe.At(0.2), probe);
        Assert.That(probe.SentOf<GossipPull>().Single().Origin, Is.EqualTo(GossipProbe.IdOf(Newcomer)));
        probe.Receive(1, GossipProbe.Rumor(Newcomer, 1), 0.2);
        Assert.That(probe.Delivered, Has.Count.EqualTo(before + 1));
    }

    [Test]
    public void Strangers_who_have_become_members_should_leave_their_room_to_others()
    {
        GossipProbe probe = new(0, Few);
        probe.SetView(Push3, 0, 1, 2);
        for (int i = 0; i < Few.StrangersLimit; i++)
        {
            probe.Receive(1, GossipProbe.Rumor(Newcomer + i, 1));
        }

        probe.SetViewAt(1, Push3, [0, 1, 2, .. Enumerable.Range(Newcomer, Few.StrangersLimit)]);
        probe.Receive(1, GossipProbe.Rumor(90, 1), 1);
        Assert.That(probe.Delivered, Has.Count.EqualTo(Few.StrangersLimit + 1));
    }

    [Test]
    public void Strangers_should_give_way_to_others_only_when_no_copy_can_be_under_way()
    {
        GossipProbe probe = new(0, Few);
        probe.SetView(Push3, 0, 1, 2);
        Flood(probe, 100, seconds: 0);
        Flood(probe, 100, seconds: 59);
        Assert.That(probe.Delivered, Has.Count.EqualTo(8), "known ones are still known, others refused");
        probe.Receive(1, GossipProbe.Rumor(Newcomer, 1), 59.1);
        Assert.That(probe.Delivered, Has.Count.EqualTo(8));
        probe.Receive(1, GossipProbe.Rumor(Newcomer, 1), 120);
        Assert.That(probe.Delivered, Has.Count.EqualTo(9));
    }

    [Test]
    public void Table_should_stay_bounded_when_members_come_and_go_without_end()
    {
        HashSet<NodeId> members = [];
        GossipSettings settings = new() { WindowSize = 64, StrangersLimit = 128 };
        NodeGroups.Gossip.OriginTable table = new(settings, GossipProbe.IdOf(0), members.Contains);
        for (int i = 1; i <= 140_000; i++)
        {
            members.Clear();
            members.Add(GossipProbe.IdOf(i));
            Assert.That(table.Get(GossipProbe.IdOf(i), default), Is.Not.Null);
        }

        Assert.That(table.All, Has.Count.LessThanOrEqualTo(ProtocolLimits.Members + settings.StrangersLimit));
        Assert.That(table.Find(GossipProbe.IdOf(140_000)), Is.Not.Null);
    }

    private static void Flood(GossipProbe probe, int count, double seconds)
    {
        for (int i = 0; i < count; i++)
        {
            probe.Receive(99, GossipProbe.Rumor(1000 + i, 1), seconds);
        }
    }
}
