using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class GossipPlanTests
{
    [TestCase(1, 100, false, PlannedStrategy.Broadcast)]
    [TestCase(9, 100, false, PlannedStrategy.Broadcast)]
    [TestCase(9, 60_000, true, PlannedStrategy.Broadcast)]
    [TestCase(10, 100, false, PlannedStrategy.Ring)]
    [TestCase(50, 100, true, PlannedStrategy.Tree)]
    [TestCase(50, 4_096, false, PlannedStrategy.Tree)]
    [TestCase(100_000, 1_024, false, PlannedStrategy.Ring)]
    [TestCase(50, 70_000, false, PlannedStrategy.Striped)]
    public void Plan_should_follow_size_weight_and_pace(
        int members, long bytes, bool isStream, PlannedStrategy expected)
    {
        GossipPlan plan = GossipPlan.For(members, bytes, new GossipConditions { IsStream = isStream });
        Assert.That(plan.Strategy, Is.EqualTo(expected), plan.Reason);
        Assert.That(plan.Reason, Is.Not.Empty);
    }

    [Test]
    public void Plan_should_leave_the_tree_where_much_is_lost()
    {
        GossipConditions lossy = new() { IsStream = true, Loss = 0.1 };
        Assert.That(GossipPlan.For(50, 100, lossy).Strategy, Is.EqualTo(PlannedStrategy.Ring));
        Assert.That(GossipPlan.For(50, 4_000, lossy).Strategy, Is.EqualTo(PlannedStrategy.Tree), "copies are dear");
    }

    [Test]
    public void Plan_should_keep_the_busiest_node_within_twice_the_fan_out_of_the_group()
    {
        for (int members = 2; members < 3_000; members += 1 + (members / 7))
        {
            GossipPlan plan = GossipPlan.For(members, 64, new GossipConditions { IsStream = true });
            Assert.That(plan.BusiestNodeSends, Is.LessThanOrEqualTo(2 * Fanout.Log(2).For(members)), plan.ToString());
            Assert.That(plan.PayloadSendsPerNode, Is.LessThanOrEqualTo(1));
        }
    }

    [TestCase(10)]
    [TestCase(1_000)]
    [TestCase(100_000)]
    public void Plan_should_reach_the_wish_by_repair(int members)
    {
        GossipConditions bad = new() { Loss = 0.25, DeadShare = 0.3 };
        GossipPlan plan = GossipPlan.For(members, 100, bad);
        Assert.That(plan.Reliability, Is.GreaterThanOrEqualTo(0.999999));
        Assert.That(plan.RepairRounds, Is.InRange(1, 40));
        Assert.That(plan.EagerReliability, Is.LessThan(0.999));
        GossipPlan good = GossipPlan.For(members, 100);
        Assert.That(good.RepairRounds, Is.LessThanOrEqualTo(1));
        Assert.That(good.EagerReliability, Is.GreaterThan(0.9999));
        Assert.That(good.Reliability, Is.GreaterThanOrEqualTo(0.999999));
    }

    [TestCase(2, 1.0, 1)]
    [TestCase(17, 1.0, 2)]
    [TestCase(50, 1.0, 4)]
    [TestCase(51, 1.25, 4)]
    [TestCase(10_000, 1.25, 8)]
    public void Large_payload_should_be_planned_as_it_is_striped(int members, double busiest, int hops)
    {
        GossipPlan plan = GossipPlan.For(members, 16 * 1_024 * 1_024);
        Assert.That(plan.Strategy, Is.EqualTo(PlannedStrategy.Striped));
        Assert.That((plan.BusiestNodeSends, plan.Rounds), Is.EqualTo((busiest, (double)hops)));
        Assert.That(plan.BytesPerNode / plan.PayloadBytes, Is.EqualTo((members - 1.0) / members).Within(0.002));

        int count = members - 1;
        int[] uploads = new int[count];
        int farthest = 0;
        for (int stripe = 0; stripe < plan.Fanout; stripe++)
        {
            for (int place = 0; place < count; place++)
            {
                int depth = 1;
                for (int at = place; (at = StripePlan.ParentOf(at, stripe, plan.Fanout, count)) >= 0; depth++)
                {
                    uploads[at] += depth == 1 ? 1 : 0;
                }

                farthest = Math.Max(farthest, depth);
            }
        }

        Assert.That(plan.BusiestNodeSends, Is.EqualTo(Math.Max(1, uploads.Max() / (double)plan.Fanout)));
        Assert.That(plan.Rounds, Is.EqualTo(farthest));
    }

    [Test]
    public void Plan_should_call_large_what_the_settings_call_large()
    {
        GossipSettings settings = new() { Large = new LargePayloadSettings { ThresholdBytes = 8 * 1_024 } };
        Assert.That(GossipPlan.For(50, 8_192, settings: settings).Strategy, Is.EqualTo(PlannedStrategy.Tree));
        Assert.That(GossipPlan.For(50, 8_193, settings: settings).Strategy, Is.EqualTo(PlannedStrategy.Striped));
        Assert.That(GossipPlan.For(2, 8_193, settings: settings).Strategy, Is.EqualTo(PlannedStrategy.Striped));
    }

    [Test]
    public void Digests_should_be_planned_by_the_settings_of_repair()
    {
        GossipSettings seldom = new() { FirstRepairDelay = TimeSpan.FromSeconds(9) };
        double usual = GossipPlan.For(100, 100).BytesPerNode;
        Assert.That(GossipPlan.For(100, 100, settings: seldom).BytesPerNode, Is.LessThan(usual - 200));
        GossipSettings patient = new() { IdleRepairInterval = TimeSpan.FromMinutes(10) };
        Assert.That(GossipPlan.For(100, 100, settings: patient).BytesPerNode, Is.GreaterThan(usual + 50));
    }

    [Test]
    public void Plan_should_refuse_what_makes_no_sense()
    {
        Assert.That(() => GossipPlan.For(0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => GossipPlan.For(5, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        foreach (GossipConditions bad in new GossipConditions[]
        {
            new() { Loss = 1 }, new() { Loss = -0.1 }, new() { Loss = double.NaN }, new() { DeadShare = 1 },
            new() { Reliability = 0 }, new() { Reliability = 1 }, new() { Latency = TimeSpan.FromTicks(-1) },
        })
        {
            Assert.That(() => GossipPlan.For(5, 1, bad), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    [Test]
    public void Route_should_survive_its_way_and_refuse_what_is_unknown()
    {
        PlannedStrategy[] known = [PlannedStrategy.Broadcast, PlannedStrategy.Ring, PlannedStrategy.Tree];
        foreach (PlannedStrategy strategy in known)
        {
            RumorRoute route = new(strategy, 7);
            Assert.That(RumorRoute.TryRead(route.ToValue(), out RumorRoute read), Is.True);
            Assert.That(read, Is.EqualTo(route));
        }

        Assert.That(RumorRoute.TryRead(0, out _), Is.False);
        Assert.That(RumorRoute.TryRead(0x7F, out _), Is.False, "an unknown way");
        Assert.That(RumorRoute.TryRead(2, out _), Is.False, "to nobody");
        Assert.That(RumorRoute.TryRead(uint.MaxValue - 13, out RumorRoute wild), Is.True);
        Assert.That(wild.Fanout, Is.EqualTo(RumorRoute.FanoutLimit), "no peer makes this node send to thousands");
    }

    [Test]
    public void Fan_out_for_a_reliability_should_grow_with_loss_and_the_dead()
    {
        Fanout fanout = Fanout.ForReliability(0.999999);
        Assert.That(fanout.For(1_000), Is.EqualTo(21));
        Assert.That(fanout.For(1_000, 0.1), Is.EqualTo(23));
        Assert.That(fanout.For(1_000, 0, 0.3), Is.EqualTo(29));
        Assert.That(fanout.For(1_000, 0.1, 0.3), Is.EqualTo(32));
        Assert.That(fanout.For(1, 0.1), Is.Zero);
        Assert.That(Fanout.Constant(3).For(1_000, 0.5, 0.5), Is.EqualTo(3));
        Assert.That(() => fanout.For(10, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Probes_should_show_loss_and_round_trip()
    {
        NetworkEstimate estimate = new();
        DeterministicRandom random = new(5);
        Assert.That((estimate.Loss, estimate.RoundTrip), Is.EqualTo((0.0, TimeSpan.Zero)));
        for (int i = 0; i < 400; i++)
        {
            if (random.NextDouble() < 0.9 * 0.9)
            {
                estimate.NoteAnswer(TimeSpan.FromMilliseconds(4));
            }
            else
            {
                estimate.NoteMissed();
            }
        }

        Assert.That(estimate.Loss, Is.InRange(0.05, 0.15));
        Assert.That(estimate.RoundTrip, Is.EqualTo(TimeSpan.FromMilliseconds(4)).Within(TimeSpan.FromTicks(100)));
        for (int i = 0; i < 600; i++)
        {
            estimate.NoteAnswer(TimeSpan.FromMilliseconds(4));
        }

        Assert.That(estimate.Loss, Is.Zero);
    }
}
