using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class GossipPartsTests
{
    private static readonly Peer[] Members =
        [.. Enumerable.Range(0, 100).Select(GossipProbe.PeerOf).OrderBy(p => p.Id)];

    [Test]
    public void Store_should_let_the_oldest_go_over_count_bytes_and_age()
    {
        TimeSpan retention = TimeSpan.FromSeconds(5);
        GossipSettings settings = new() { RetainedRumorsLimit = 4, RetainedBytesLimit = 8, Retention = retention };
        RumorStore store = new(settings, GossipProbe.IdOf(0), static _ => true);
        OriginLog origin = store.GetOrigin(GossipProbe.IdOf(1), default)!;
        for (ulong s = 1; s <= 6; s++)
        {
            RumorMessage rumor = GossipProbe.Rumor(1, s) with { Payload = new byte[s == 6 ? 7 : 1] };
            store.Add(rumor, origin, GossipProbe.At(s));
            Assert.That(store.Count, Is.EqualTo(s < 5 ? (int)s : s == 5 ? 4 : 2));
        }

        Assert.That(origin.Oldest, Is.EqualTo(5));
        store.Expire(GossipProbe.At(10));
        Assert.That((store.Count, store.Bytes, origin.Oldest), Is.EqualTo((1, 7L, 6UL)));
        store.Expire(GossipProbe.At(11));
        Assert.That((store.Count, store.Bytes, origin.Oldest), Is.EqualTo((0, 0L, 0UL)));
    }

    [Test]
    public void Rings_should_be_different_permutations_that_two_nodes_compute_alike()
    {
        RingTable one = new(Members);
        RingTable other = new([.. Members]);
        for (int ring = 0; ring < RingTable.RingCount; ring++)
        {
            int[] order = [.. Enumerable.Range(0, 100).Select(p => one.MemberAt(ring, p))];
            Assert.That(order.Order(), Is.EqualTo(Enumerable.Range(0, 100)));
            Assert.That(Enumerable.Range(0, 100).Select(p => other.MemberAt(ring, p)), Is.EqualTo(order));
            Assert.That(order.Select(m => one.PositionOf(ring, m)), Is.EqualTo(Enumerable.Range(0, 100)));
            int alike = order.Where((member, p) => member == one.MemberAt((ring + 1) % 8, p)).Count();
            Assert.That(alike, Is.LessThan(10));
        }
    }

    [Test]
    public void Sampler_should_draw_distinct_others_uniformly()
    {
        PeerSampler sampler = new(10, 3);
        DeterministicRandom random = new(5);
        int[] hits = new int[10];
        for (int i = 0; i < 30_000; i++)
        {
            int[] drawn = sampler.Draw(3, random).ToArray();
            Assert.That(drawn.Distinct().Count(), Is.EqualTo(3));
            foreach (int d in drawn)
            {
                hits[d]++;
            }
        }

        Assert.That(hits[3], Is.Zero);
        Assert.That(hits.Where((_, i) => i != 3), Is.All.InRange(9_600, 10_400));
        Assert.That(sampler.Draw(50, random).Length, Is.EqualTo(9));
    }
}
