using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip.Large;

/// <summary>One engine that gets and gives large payloads.</summary>
public sealed class LargeRumorsTests
{
    private static readonly byte[] Payload = [.. Enumerable.Range(0, 40_000).Select(i => (byte)(i / 7))];
    private static readonly LargePayloadSettings Large = new() { ThresholdBytes = 1024 };
    private static readonly GossipSettings Settings = new() { Large = Large };

    private static readonly ReadOnlyMemory<byte> Description = LargePayload.Describe(Payload, Settings);

    [Test]
    public void Payload_should_be_delivered_once_when_all_chunks_are_here()
    {
        GossipProbe probe = Create();
        probe.Receive(1, Announcement(1));
        Assert.That(probe.SentOf<GossipChunkPull>().SelectMany(p => p.Chunks).Order(), Is.EqualTo(new[] { 0, 1, 2 }));
        probe.Receive(1, Chunk(2));
        probe.Receive(2, Chunk(0));
        Assert.That(probe.Delivered, Is.Empty, "never in part");
        probe.Receive(1, Chunk(1));
        probe.Receive(1, Chunk(1));
        probe.Receive(1, Announcement(1));
        RumorMessage got = probe.Delivered.Single();
        Assert.That(got.Payload.Span.SequenceEqual(Payload), Is.True);
        Assert.That((got.Kind, got.Topic), Is.EqualTo((RumorKind.Message, "t")));
        Assert.That(probe.Counters.ChunksRedundant, Is.EqualTo(1));
        Assert.That(probe.Transfers.Select(t => t.State).Distinct(),
            Is.EqualTo(new[] { TransferState.Running, TransferState.Completed }));
        Assert.That(probe.Transfers[^1].DoneBytes, Is.EqualTo(Payload.Length));
    }

    [Test]
    public void Chunks_that_are_unknown_or_wrong_should_be_dropped_and_counted()
    {
        GossipProbe probe = Create();
        probe.Receive(1, Chunk(0));
        probe.Receive(1, Announcement(1));
        probe.Receive(1, Chunk(0) with { Index = 1 });
        probe.Receive(1, Chunk(0) with { Index = 3 });
        probe.Receive(1, Chunk(0) with { Payload = new byte[16_384] });
        probe.Receive(1, Chunk(0) with { Payload = new byte[5] });
        Assert.That(probe.Counters.ChunksRefused, Is.EqualTo(5));
        Assert.That(probe.Counters.ChunksReceived, Is.Zero);
    }

    [Test]
    public void Bad_description_should_be_neither_kept_nor_passed_on()
    {
        GossipProbe probe = Create();
        byte[] lie = Description.ToArray();
        lie[3] ^= 1;
        probe.Receive(1, Announcement(1) with { Payload = lie });
        Assert.That(probe.Sent, Is.Empty);
        Assert.That(probe.Counters.MessagesDropped, Is.EqualTo(1));
        probe.Receive(2, Announcement(1));
        Assert.That(probe.SentOf<GossipChunkPull>(), Is.Not.Empty, "the true one is taken after it");
    }

    [Test]
    public void Payload_beyond_the_limit_should_be_lost_and_counted()
    {
        GossipProbe probe = Create(Settings with { PayloadBytesLimit = Payload.Length - 1 });
        probe.Receive(1, Announcement(1));
        Assert.That(probe.SentOf<GossipChunkPull>(), Is.Empty);
        Assert.That((probe.Counters.RumorsLost, probe.Counters.TransfersDropped), Is.EqualTo((1, 1)));
        Assert.That(probe.Transfers.Single().State, Is.EqualTo(TransferState.Dropped));
    }

    [Test]
    public void Payload_that_nobody_has_should_be_given_up_after_the_bound()
    {
        GossipProbe probe = Create();
        probe.Receive(1, Announcement(1));
        probe.Receive(1, Chunk(0));
        Run(probe, 0, 29);
        Assert.That(probe.Counters.TransfersDropped, Is.Zero);
        Run(probe, 29, 31);
        Assert.That((probe.Counters.RumorsLost, probe.Counters.LargeBytesHeld), Is.EqualTo((1, 0)));
        Assert.That(probe.Delivered, Is.Empty);
        probe.Receive(1, Chunk(1), 32);
        Assert.That(probe.Counters.ChunksRefused, Is.EqualTo(1));
    }

    [Test]
    public void Announced_payloads_should_wait_for_room()
    {
        GossipProbe probe = Create(Settings with
        {
            PayloadBytesLimit = 50_000, Large = Large with { BytesLimit = 100_000 },
        });
        probe.Publish(0, Payload.Length);
        probe.Receive(1, Announcement(1));
        probe.Receive(1, Announcement(2));
        Assert.That(probe.Transfers[^1].State, Is.EqualTo(TransferState.Waiting));
        for (int i = 0; i < 3; i++)
        {
            probe.Receive(1, Chunk(i));
        }

        Run(probe, 0, 2);
        Assert.That(
            probe.Sent.Count(s => s.To.Id == GossipProbe.IdOf(1) && s.Message is GossipChunkPull { Chunks.Count: 0 }),
            Is.Positive, "tells the origin that it still wants it");
        Assert.That(probe.Transfers[^1], Has.Property("State").EqualTo(TransferState.Running));
        Assert.That(probe.Transfers[^1].Rumor.Sequence, Is.EqualTo(2));
        Assert.That(probe.Counters.LargeBytesHeld, Is.EqualTo(2 * Payload.Length));
    }

    [Test]
    public void Publications_should_wait_for_room_until_the_first_has_left()
    {
        GossipProbe probe = Create(Settings with
        {
            PayloadBytesLimit = 50_000, Large = Large with { BytesLimit = 100_000 },
        });
        probe.Publish(0, Payload.Length);
        probe.Engine.Publish(new PublishRumor(8, "g", RumorKind.Message, "t", Payload), GossipProbe.At(0), probe);
        Run(probe, 0, 2);
        Assert.That(probe.Names.Select(n => n.Token), Is.EqualTo(new long[] { 7 }));
        probe.Receive(1, new GossipChunkPull("g", probe.Id, 1, true, [0, 1, 2]), 2);
        Assert.That(probe.SentOf<GossipChunk>().Count(), Is.EqualTo(3));
        Assert.That(probe.Transfers[^1].State, Is.EqualTo(TransferState.Completed));
        Run(probe, 2, 5.5);
        Assert.That(probe.Names, Has.Count.EqualTo(1), "somebody may still be fetching it");
        Run(probe, 5.5, 7);
        Assert.That(probe.Names.Select(n => n.Token), Is.EqualTo(new long[] { 7, 8 }));
    }

    [Test]
    public void Pulls_should_be_answered_when_the_chunk_comes_also_when_they_came_first()
    {
        GossipProbe probe = Create();
        probe.Receive(2, new GossipChunkPull("g", GossipProbe.IdOf(1), 1, true, [1, 2]));
        Run(probe, 0, 0.05);
        Assert.That(probe.SentOf<GossipPull>().First().Sequences, Is.EqualTo(new ulong[] { 1 }), "the description");
        probe.Receive(2, Announcement(1));
        probe.Receive(3, new GossipChunkPull("g", GossipProbe.IdOf(1), 1, true, [1]));
        Assert.That(probe.SentOf<GossipChunk>(), Is.Empty);
        probe.Receive(1, Chunk(1));
        Assert.That(
            probe.Sent.Where(s => s.Message is GossipChunk).Select(s => s.To.Id),
            Is.EquivalentTo(new[] { GossipProbe.IdOf(2), GossipProbe.IdOf(3) }));
    }

    [Test]
    public void One_peer_should_not_be_served_without_end()
    {
        GossipProbe probe = Create();
        probe.Publish(0, Payload.Length);
        for (int i = 0; i < 1000; i++)
        {
            probe.Receive(1, new GossipChunkPull("g", probe.Id, 1, false, [0, 1, 2]));
        }

        Assert.That(probe.SentOf<GossipChunk>().Count(), Is.EqualTo(64 + (8 * 3)));
        Assert.That(probe.Counters.MessagesDropped, Is.EqualTo(3000 - 88));
    }

    [Test]
    public void Asking_one_peer_should_keep_within_the_window()
    {
        byte[] payload = new byte[4 * 1024 * 1024];
        GossipProbe probe = new(0, Settings);
        probe.SetView(new GroupGossipOptions(GossipStrategies.Push(), Fanout.Constant(1)), 0, 1);
        probe.Receive(1, Announcement(1) with { Payload = LargePayload.Describe(payload, Settings) });
        Assert.That(probe.SentOf<GossipChunkPull>().Single().Chunks, Has.Count.EqualTo(Large.ChunksInFlightPerPeer));
    }

    private static GossipProbe Create(GossipSettings? settings = null)
    {
        GossipProbe probe = new(0, settings ?? Settings);
        probe.SetView(new GroupGossipOptions(GossipStrategies.Push(), Fanout.Constant(1)), 0, 1, 2, 3);
        return probe;
    }

    private static void Run(GossipProbe probe, double from, double until)
    {
        for (double time = from; time <= until; time += 0.05)
        {
            probe.Engine.Advance(GossipProbe.At(time), probe);
        }
    }

    private static RumorMessage Announcement(ulong sequence) =>
        GossipProbe.Rumor(1, sequence) with { Kind = RumorKind.LargeMessage, Payload = Description };

    private static GossipChunk Chunk(int index)
    {
        LargeDescription description = LargeDescription.Read(Description)!;
        return new GossipChunk("g", GossipProbe.IdOf(1), 1, index, Payload[description.PlaceOf(index)]);
    }
}
