using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class RepairPartnerTests
{
    private const int Members = 60;

    [Test]
    public void First_rounds_should_meet_eight_peers_that_are_the_same_for_each_rumor()
    {
        HashSet<NodeId> met = [];
        for (ulong sequence = 1; sequence <= 5; sequence++)
        {
            GossipProbe probe = Create();
            probe.Receive(9, GossipProbe.Rumor(9, sequence));
            List<NodeId> partners = [.. PlayRounds(probe, 8)];
            Assert.That(partners.Distinct().Count(), Is.GreaterThanOrEqualTo(7), "one on each ring");
            met.UnionWith(partners);
        }

        Assert.That(met, Has.Count.InRange(7, 8));
    }

    [Test]
    public void Later_rounds_should_go_to_connected_members_and_the_last_anywhere()
    {
        GossipProbe probe = Create();
        probe.Connected.Note(GossipProbe.IdOf(3), PeerSignal.Connected);
        probe.Connected.Note(GossipProbe.IdOf(Members + 1), PeerSignal.Connected);
        probe.Receive(9, GossipProbe.Rumor(9, 1));
        List<NodeId> partners = [.. PlayRounds(probe, 26)];
        Assert.That(partners[8..16].Count(partner => partner == GossipProbe.IdOf(3)), Is.GreaterThanOrEqualTo(6));
        Assert.That(partners[16..].Distinct().Count(), Is.GreaterThan(6));
    }

    [Test]
    public void Newcomer_without_news_should_ask_connected_members()
    {
        GossipProbe probe = new(0);
        probe.Connected.Note(GossipProbe.IdOf(3), PeerSignal.Connected);
        probe.Connected.Note(GossipProbe.IdOf(4), PeerSignal.Connected);
        probe.SetView(GroupGossipOptions.Default, [.. Enumerable.Range(0, Members)]);
        Assert.That(PlayRounds(probe, 4).Distinct(), Is.SubsetOf(new[] { GossipProbe.IdOf(3), GossipProbe.IdOf(4) }));
    }

    private static GossipProbe Create()
    {
        GossipProbe probe = new(0);
        GroupGossipOptions options = new(GossipStrategies.Broadcast, Fanout.Constant(3));
        probe.SetView(options, [.. Enumerable.Range(0, Members)]);
        return probe;
    }

    /// <summary>Gets whom the digests of the next rounds go to; the partner answers, so that the rounds end.</summary>
    private static IEnumerable<NodeId> PlayRounds(GossipProbe probe, int rounds)
    {
        probe.Sent.Clear();
        for (int i = 0; i < rounds; i++)
        {
            int before = probe.Sent.Count;
            for (int turns = 0; turns < 50 && probe.Sent.Count == before; turns++)
            {
                probe.Engine.Advance(probe.Engine.NextDeadline, probe);
            }
        }

        return probe.Sent.Where(sent => sent.Message is GossipDigest).Select(sent => sent.To.Id);
    }
}
