using System.Buffers;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class DigestInPartsTests
{
    private const int Origins = ProtocolLimits.EntriesPerDigest + 1_000;

    [Test]
    public void F82_What_does_not_fit_into_one_digest_should_be_repaired_by_the_next()
    {
        GossipProbe full = Start(0);
        GossipProbe empty = Start(1);
        for (int origin = 2; origin < Origins + 2; origin++)
        {
            full.Receive(origin, GossipProbe.Rumor(origin, 1));
        }

        List<int> entries = [];
        for (double seconds = 0.1; empty.Delivered.Count < Origins; seconds += 0.4)
        {
            Assert.That(seconds, Is.LessThan(20), $"{empty.Delivered.Count} of {Origins} are here");
            full.Sent.Clear();
            full.Receive(1, new GossipDigest("g", true, []), seconds);
            GossipDigest digest = full.SentOf<GossipDigest>().First();
            entries.Add(digest.Entries.Count);
            ArrayBufferWriter<byte> frame = new();
            MessageCodec.Encode(empty.Id, digest, frame);
            Assert.That(frame.WrittenCount, Is.LessThan(1 << 20), "a digest is a small frame");
            empty.Receive(0, digest, seconds);
            for (int step = 1; step <= 20; step++)
            {
                Pull(empty, full, seconds + (0.02 * step));
            }
        }

        Assert.That(entries, Has.Count.GreaterThan(1));
        Assert.That(entries, Is.All.LessThanOrEqualTo(ProtocolLimits.EntriesPerDigest));
        Assert.That(empty.Delivered.Select(rumor => rumor.Id).Distinct().Count(), Is.EqualTo(Origins));
    }

    private static void Pull(GossipProbe empty, GossipProbe full, double seconds)
    {
        empty.Sent.Clear();
        while (empty.Engine.NextDeadline <= GossipProbe.At(seconds))
        {
            empty.Engine.Advance(empty.Engine.NextDeadline, empty);
        }

        full.Sent.Clear();
        foreach ((Peer to, ProtocolMessage message) in empty.Sent)
        {
            if (to.Id == full.Id && message is GossipPull pull)
            {
                full.Receive(1, pull, seconds);
            }
        }

        foreach (RumorMessage rumor in full.SentOf<RumorMessage>().ToArray())
        {
            empty.Receive(0, rumor, seconds);
        }
    }

    private static GossipProbe Start(int index)
    {
        GossipProbe probe = new(index);
        probe.SetView(
            new GroupGossipOptions(GossipStrategies.Broadcast, Fanout.Log(2)), [.. Enumerable.Range(0, Origins + 2)]);
        return probe;
    }
}
