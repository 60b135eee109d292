using System.Runtime.InteropServices;
using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class GossipMemoryTests
{
    private static readonly GroupGossipOptions Push3 = new(GossipStrategies.Push(), Fanout.Constant(3));

    [Test]
    public void Store_should_not_keep_the_buffer_that_a_payload_came_in()
    {
        RumorStore store = new(new GossipSettings(), GossipProbe.IdOf(0), id => id == GossipProbe.IdOf(1));
        OriginLog origin = store.GetOrigin(GossipProbe.IdOf(1), default)!;
        byte[] batch = new byte[65_536];
        batch[100] = 7;
        ReadOnlyMemory<byte>[] payloads = [batch.AsMemory(100, 10), batch.AsMemory(0, 0), batch.AsMemory(0, 60_000)];
        for (int i = 0; i < payloads.Length; i++)
        {
            RumorMessage rumor = GossipProbe.Rumor(1, (ulong)i + 1) with { Payload = payloads[i] };
            ReadOnlyMemory<byte> kept = store.Add(rumor, origin, default).Message.Payload;
            Assert.That(kept.ToArray(), Is.EqualTo(payloads[i].ToArray()));
            Assert.That(MemoryMarshal.TryGetArray(kept, out ArraySegment<byte> segment));
            Assert.That(ReferenceEquals(segment.Array, batch), Is.EqualTo(i == 2), $"payload {i}");
        }
    }

    [Test]
    public void Group_should_forget_a_departed_origin_only_after_its_time()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, 0, 1, 2);
        probe.Receive(1, GossipProbe.Rumor(1, 1));
        probe.SetViewAt(1, Push3, 0, 2);
        Advance(probe, 500);
        probe.Receive(2, GossipProbe.Rumor(1, 1), 500);
        Advance(probe, 1000);
        probe.Receive(2, GossipProbe.Rumor(1, 1), 1000);
        Assert.That(probe.Delivered, Has.Count.EqualTo(1), "mentioned again in time");
        Advance(probe, 1601);
        Assert.That(probe.Engine.NextDeadline, Is.EqualTo(MonotonicTime.Never), "nothing is left to forget");
        probe.Receive(2, GossipProbe.Rumor(1, 1), 1602);
        Assert.That(probe.Delivered, Has.Count.EqualTo(2), "forgotten");
    }

    [Test]
    public void Group_should_never_forget_an_origin_that_is_a_member()
    {
        GossipProbe probe = new(0);
        probe.SetView(Push3, 0, 1, 2);
        probe.Receive(1, GossipProbe.Rumor(1, 1));
        Advance(probe, 100_000);
        probe.SetViewAt(100_000, Push3, 0, 2);
        Advance(probe, 100_001);
        probe.Receive(2, GossipProbe.Rumor(1, 1), 100_002);
        Assert.That(probe.Delivered, Has.Count.EqualTo(1));
    }

    [Test]
    public void Engine_should_forget_the_groups_left_first_but_never_reuse_a_name()
    {
        GossipProbe probe = new(0, new GossipSettings { RemovedGroupsLimit = 2 });
        foreach (string name in new[] { "a", "b", "c" })
        {
            probe.Engine.SetView(GossipProbe.View(name, 1, 0, 1), Push3, default, probe);
            probe.Receive(1, GossipProbe.Rumor(1, 1) with { Group = name });
            probe.Engine.Publish(new PublishRumor(1, name, RumorKind.Message, "t", new byte[1]), default, probe);
            probe.Engine.RemoveGroup(name, probe);
        }

        probe.Delivered.Clear();
        foreach (string name in new[] { "a", "b", "c" })
        {
            probe.Engine.SetView(GossipProbe.View(name, 2, 0, 1), Push3, default, probe);
            probe.Receive(1, GossipProbe.Rumor(1, 1) with { Group = name });
            probe.Engine.Publish(new PublishRumor(1, name, RumorKind.Message, "t", new byte[1]), default, probe);
            Assert.That(probe.Names[^1].Id.Sequence, Is.EqualTo(2));
        }

        IEnumerable<RumorMessage> again = probe.Delivered.Where(r => r.Origin != probe.Id);
        Assert.That(again.Select(r => r.Group.Value), Is.EqualTo(new[] { "a" }));
    }

    private static void Advance(GossipProbe probe, double seconds)
    {
        while (probe.Engine.NextDeadline <= GossipProbe.At(seconds))
        {
            probe.Engine.Advance(probe.Engine.NextDeadline, probe);
        }
    }
}
