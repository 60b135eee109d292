using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip.Large;

public sealed class StripePlanTests
{
    [Test]
    public void Trees_should_reach_all_and_share_the_load([Range(1, 120)] int count)
    {
        int stripes = count <= StripePlan.FlatLimit ? count : StripePlan.StripeCount;
        int[] children = new int[count];
        for (int stripe = 0; stripe < stripes; stripe++)
        {
            int roots = 0;
            int deepest = 0;
            for (int place = 0; place < count; place++)
            {
                int parent = StripePlan.ParentOf(place, stripe, stripes, count);
                roots += parent < 0 ? 1 : 0;
                if (parent >= 0)
                {
                    children[parent]++;
                }

                int depth = 1;
                for (int up = place; (up = StripePlan.ParentOf(up, stripe, stripes, count)) >= 0; depth++)
                {
                    Assert.That(depth, Is.LessThan(count), "no cycle");
                }

                deepest = Math.Max(deepest, depth);
            }

            Assert.That(roots, Is.EqualTo(1), "the origin sends each stripe to one member");
            Assert.That(deepest, Is.LessThanOrEqualTo(2 + Math.Log(count, 3)), "the trees are flat");
        }

        Assert.That(children.Max() / (double)stripes, Is.LessThanOrEqualTo(1.25), "payloads uploaded by one member");
    }

    [Test]
    public void Members_should_agree_on_who_sends_to_whom()
    {
        const int Count = 30;
        GroupView view = GossipProbe.View("g", 1, [.. Enumerable.Range(0, Count)]).Current;
        Dictionary<NodeId, int> children = [];
        for (int node = 1; node < Count; node++)
        {
            GossipMembers members = new(view, GossipProbe.IdOf(node), null);
            foreach (Peer parent in StripePlan.Compute(members, GossipProbe.IdOf(0), 7, default))
            {
                Assert.That(parent.Id, Is.Not.EqualTo(GossipProbe.IdOf(node)));
                children[parent.Id] = children.GetValueOrDefault(parent.Id) + 1;
            }
        }

        Assert.That(children[GossipProbe.IdOf(0)], Is.EqualTo(StripePlan.StripeCount), "the origin has the roots only");
        Assert.That(children.Values.Max(), Is.LessThanOrEqualTo(StripePlan.StripeCount + 1));
        Assert.That(children.Values.Sum(), Is.EqualTo((Count - 1) * StripePlan.StripeCount));
    }

    [Test]
    public void An_origin_that_is_no_member_should_be_asked_where_it_announced()
    {
        GroupView view = GossipProbe.View("g", 1, 1, 2, 3).Current;
        GossipMembers members = new(view, GossipProbe.IdOf(1), null);
        Peer[] parents = StripePlan.Compute(members, GossipProbe.IdOf(9), 1, GossipProbe.PeerOf(9));
        Assert.That(parents.Count(p => p.Id == GossipProbe.IdOf(9)), Is.EqualTo(1));
    }
}
