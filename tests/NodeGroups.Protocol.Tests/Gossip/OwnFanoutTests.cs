using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

/// <summary>A reliability counts the loss that a node has measured, whoever was given it.</summary>
public sealed class OwnFanoutTests
{
    private const int Members = 300;
    private static readonly Fanout Wish = Fanout.ForReliability(0.9999);

    [TestCase("push")]
    [TestCase("push-forever")]
    [TestCase("pushpull")]
    [TestCase("rumor")]
    [TestCase("antientropy")]
    public void Uniform_targets_for_a_reliability_should_grow_with_the_loss_measured(string name)
    {
        GossipStrategy strategy = GossipStrategies.FromName(name, Wish)!;
        Assert.That(FirstSends(strategy, Fanout.Log(2), 0), Is.EqualTo(Wish.For(Members)));
        Assert.That(FirstSends(strategy, Fanout.Log(2), 0.5), Is.EqualTo(Wish.For(Members, 0.5)));
        Assert.That(Wish.For(Members, 0.5), Is.GreaterThan(1.3 * Wish.For(Members)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Rings_for_a_reliability_should_be_as_many_as_rings_need(bool isOwn)
    {
        GossipStrategy ring = isOwn ? GossipStrategies.RingPush(Wish) : GossipStrategies.RingPush();
        Fanout group = isOwn ? Fanout.Log(2) : Wish;
        int rings = SpreadEstimate.RingsFor(Members, 0.98, 0.9999);
        Assert.That(rings, Is.EqualTo(4).And.LessThan(Wish.For(Members) / 3));
        Assert.That(FirstSends(ring, group, 0), Is.InRange(rings, rings + 1), "two rings may name the same one");
        int lossy = SpreadEstimate.RingsFor(Members, 0.5, 0.9999);
        Assert.That(FirstSends(ring, group, 0.5), Is.InRange(lossy - 2, lossy).And.GreaterThan(3 * rings));
    }

    [Test]
    public void A_count_should_stay_what_it_is()
    {
        foreach (string name in new[] { "push", "push-forever", "pushpull", "rumor", "antientropy", "ring" })
        {
            GossipStrategy strategy = GossipStrategies.FromName(name, Fanout.Constant(2))!;
            Assert.That(FirstSends(strategy, Wish, 0.5), Is.EqualTo(2), name);
        }
    }

    [Test]
    public void Arity_of_a_tree_should_not_follow_what_one_node_measures()
    {
        GossipStrategy tree = GossipStrategies.Tree(new TreeOptions { Arity = Wish, AnnouncementRings = 0 });
        Assert.That(FirstSends(tree, Wish, 0.5), Is.EqualTo(FirstSends(tree, Wish, 0)), "all must compute one tree");
    }

    [Test]
    public void Auto_should_take_a_reliability_for_a_wish_and_a_count_for_its_rings()
    {
        GossipStrategy wished = GossipStrategies.FromName("auto", Wish)!;
        int usual = FirstSends(GossipStrategies.Auto, Fanout.Log(2), 0);
        Assert.That(FirstSends(wished, Fanout.Log(2), 0), Is.EqualTo(usual));
        GossipPlan plan = GossipPlan.For(Members, 3, fanout: Wish);
        Assert.That(plan.Fanout, Is.EqualTo(GossipPlan.For(Members, 3).Fanout));
        Assert.That(plan.Conditions.Reliability, Is.EqualTo(0.9999));
        Assert.That(GossipPlan.For(Members, 3, fanout: Fanout.Constant(7)).Fanout, Is.EqualTo(7));
    }

    [TestCase(0, 1)]
    [TestCase(1, 1)]
    [TestCase(16, 16)]
    [TestCase(40, 16)]
    [TestCase(1_000, 16)]
    public void Plan_and_strategy_should_limit_own_rings_alike(int count, int rings)
    {
        Fanout own = Fanout.Constant(count);
        Assert.That(GossipPlan.For(Members, 3, fanout: own).Fanout, Is.EqualTo(rings));
        int sends = FirstSends(GossipStrategies.FromName("auto", own)!, Fanout.Log(2), 0);
        Assert.That(sends, Is.InRange((2 * rings) - 4, 2 * rings), "the origin sends on twice as many");
    }

    [Test]
    public void Publisher_outside_should_reach_the_only_member_with_a_fan_out_of_its_own()
    {
        GossipProbe outside = new(9);
        outside.SetView(new GroupGossipOptions(GossipStrategies.Push(Fanout.Constant(3)), Fanout.Log(2)), 0);
        outside.Publish();
        Assert.That(outside.SentOf<RumorMessage>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Fan_outs_should_be_equal_when_they_say_the_same()
    {
        Func<int, int> function = members => members / 2;
        Assert.That(Fanout.Constant(3), Is.EqualTo(Fanout.Parse("3")).And.Not.EqualTo(Fanout.Constant(4)));
        Assert.That(Fanout.ForReliability(0.99), Is.EqualTo(Fanout.Parse("0.99")));
        Fanout same = Fanout.Of(function);
        Assert.That(Fanout.Of(function), Is.EqualTo(same));
        Assert.That(Fanout.Of(function), Is.Not.EqualTo(Fanout.Of(members => members / 3)));
        Assert.That(new TreeOptions { Arity = Fanout.Constant(4) }, Is.EqualTo(new TreeOptions()));
        Assert.That(Fanout.Log().GetHashCode(), Is.EqualTo(Fanout.Parse("log").GetHashCode()));
    }

    /// <summary>Publishes after some probes of which as many are missed as such a loss makes fail.</summary>
    private static int FirstSends(GossipStrategy strategy, Fanout group, double loss)
    {
        TimeSpan late = TimeSpan.FromSeconds(30);
        GossipProbe node = new(0, new GossipSettings { FirstRepairDelay = late, RepairInterval = late });
        double carried = 0;
        for (int i = 0; i < 2_000; i++)
        {
            carried += 1 - ((1 - loss) * (1 - loss));
            if (carried >= 1)
            {
                carried--;
                node.Counters.Network.NoteMissed();
            }
            else
            {
                node.Counters.Network.NoteAnswer(TimeSpan.FromMilliseconds(1));
            }
        }

        Assert.That(node.Counters.MessageLoss, Is.EqualTo(loss));
        node.SetView(new GroupGossipOptions(strategy, group), [.. Enumerable.Range(0, Members)]);
        node.Sent.Clear();
        node.Publish();
        if (strategy.Name != "antientropy")
        {
            return node.SentOf<RumorMessage>().Count();
        }

        while (!node.SentOf<GossipDigest>().Any())
        {
            node.Engine.Advance(node.Engine.NextDeadline, node);
        }

        return node.SentOf<GossipDigest>().Count();
    }
}
