using NodeGroups;
using NodeGroups.Simulation;

namespace SimulationTests.Spread.Engine;

/// <summary>The library's own strategies over packed arrays.</summary>
public sealed class EngineSpreadTests
{
    private static readonly string[] Names =
        ["broadcast", "push", "push-forever", "ring", "pushpull", "rumor", "plumtree", "tree", "antientropy", "auto"];

    [Test]
    public void Everybody_should_be_reached_in_spite_of_loss_and_crashes(
        [ValueSource(nameof(Names))] string name,
        [Values(SpreadLatency.Constant, SpreadLatency.LogNormal)] SpreadLatency latency)
    {
        SpreadOptions options = Options(name, 500, 4) with { Latency = latency, Loss = 0.1, Crash = 0.2 };
        SpreadResult result = SpreadModel.Run(options);

        Assert.That(result.AllReachedShare, Is.EqualTo(1));
        Assert.That(result.TimeToAllMean, Is.GreaterThan(0));
    }

    [Test]
    public void Seed_alone_should_decide([ValueSource(nameof(Names))] string name)
    {
        SpreadOptions options = Options(name, 150, 6) with
        {
            Latency = SpreadLatency.Exponential,
            Loss = 0.1,
            Crash = 0.1,
            Engine = new SpreadEngineOptions { Rumors = 5, WarmUp = 1, Senders = 3, Interval = 2, NoticedAfter = 8 },
        };
        SpreadResult one = SpreadModel.Run(options);

        Assert.That(one.Trials, Has.Count.EqualTo(24));
        Assert.That(SpreadModel.Run(options, threads: 3).Trials, Is.EqualTo(one.Trials));
        Assert.That(SpreadModel.RunTrial(options, 5), Is.EqualTo(one.Trials[^1]));
        Assert.That(SpreadModel.Run(options with { Seed = 2 }).Trials, Is.Not.EqualTo(one.Trials));
    }

    [TestCase(100, 300, 4.92, 0.09)]
    [TestCase(10_000, 8, 8.81, 0.5)]
    public void Ring_push_should_be_as_the_model_of_rings(int nodes, int trials, double rounds, double tolerance)
    {
        SpreadResult result = SpreadModel.Run(Alone("ring", nodes, trials, 4));

        Assert.That(result.AllReachedShare, Is.EqualTo(1));
        Assert.That(result.RoundsToAllMean, Is.EqualTo(rounds).Within(tolerance));
        Assert.That(result.MaxPayloadSendsByOneNode, Is.EqualTo(4));
        double confirmed = result.ControlSendsPerLiveNode * nodes;
        Assert.That(confirmed, Is.InRange(1, 4 + 1e-9), "whom the origin reached confirms it");
        Assert.That(result.PayloadSendsPerLiveNode, Is.EqualTo(4).Within(nodes == 100 ? 0.2 : 0.01));
    }

    [TestCase(0.0, 0.0)]
    [TestCase(0.2, 0.25)]
    public void Push_should_end_as_the_exact_chain_says(double loss, double crash)
    {
        const int trials = 3_000;
        SpreadOptions options = Alone("push", 40, trials, 4) with { Loss = loss, Crash = crash };
        IReadOnlyList<double> sizes = NodeGroups.Protocol.PushChain.FinalSizes(40, options.Live, 4, loss);
        SpreadResult result = SpreadModel.Run(options);

        double mean = sizes.Select((chance, size) => chance * size).Sum();
        double variance = sizes.Select((chance, size) => chance * (size - mean) * (size - mean)).Sum();
        Assert.That(result.InformedMean, Is.EqualTo(mean).Within(4 * Math.Sqrt(variance / trials)));
        double all = sizes[options.Live];
        Assert.That(result.AllReachedShare, Is.EqualTo(all).Within(4 * Math.Sqrt(all * (1 - all) / trials)));
    }

    [Test]
    public void Tree_should_send_one_payload_to_each_when_nothing_fails()
    {
        SpreadOptions options = Alone("tree", 1_000, 5);
        SpreadResult result = SpreadModel.Run(options with
        {
            Engine = options.Engine with { MeanLatency = TimeSpan.FromMilliseconds(1) },
        });

        Assert.That(result.Trials, Has.All.Matches<SpreadTrial>(trial => trial.PayloadSends == 999));
        Assert.That((result.AllReachedShare, result.Redundancy), Is.EqualTo((1.0, 0.0)));
    }

    [Test]
    public void Plumtree_should_send_one_payload_to_each_once_its_tree_stands()
    {
        SpreadOptions options = Alone("plumtree", 300, 1);
        SpreadResult result = SpreadModel.Run(options with
        {
            Engine = options.Engine with { Rumors = 30, WarmUp = 20, Interval = 60 },
        });

        Assert.That((result.AllReachedShare, result.Redundancy), Is.EqualTo((1.0, 0.0)));
        Assert.That(result.ControlSendsPerLiveNode, Is.GreaterThan(2));
    }

    [Test]
    public void Noticed_crashes_should_leave_the_view()
    {
        int seen = 0;
        SpreadOptions options = Options("ring", 50, 1) with
        {
            Code = GossipStrategies.Custom("watch", () => new Watch(change => seen += change.Failed.Count)),
            Crash = 0.2,
            Engine = new SpreadEngineOptions { NoticedAfter = 2, Repair = false },
        };
        SpreadResult result = SpreadModel.Run(options);

        Assert.That(seen, Is.EqualTo(10 * result.Trials[0].Informed));
    }

    [Test]
    public void Upload_should_make_a_broadcast_wait_for_itself()
    {
        SpreadOptions options = Alone("broadcast", 101, 1) with { PayloadBytes = 100_000 };
        SpreadResult result = SpreadModel.Run(options with
        {
            Engine = options.Engine with { UploadBytesPerSecond = 10_000_000 },
        });

        // 100 copies of 10 ms each and a latency of 50 ms.
        Assert.That(result.TimeToAllMean, Is.EqualTo(21).Within(0.1));
        Assert.That(result.BytesPerLiveNode, Is.EqualTo(100 * 100_070 / 101.0).Within(3_000));
    }

    [Test]
    public void Rumors_that_fall_out_of_retention_should_be_told_as_not_reached()
    {
        SpreadOptions options = Alone("push", 100, 1, 1);
        SpreadResult result = SpreadModel.Run(options with
        {
            Engine = options.Engine with { Rumors = 200, Interval = 0.01 },
        });

        Assert.That(result.Trials, Has.Count.EqualTo(200));
        Assert.That(result.CoverageMean, Is.GreaterThan(0).And.LessThan(0.9));
    }

    [Test]
    public void Options_should_name_all_that_is_wrong()
    {
        SpreadOptions options = Options("ring", 10, 1) with
        {
            Engine = new SpreadEngineOptions
            {
                Rumors = 0, Senders = 11, Interval = 0, NoticedAfter = -1, MeanLatency = TimeSpan.Zero,
            },
        };

        Assert.That(options.Validate, Throws.ArgumentException
            .With.Message.Contains("Rumors").And.Message.Contains("Senders").And.Message.Contains("Interval")
            .And.Message.Contains("NoticedAfter").And.Message.Contains("MeanLatency"));
    }

    private static SpreadOptions Options(string name, int nodes, int trials, int? fanout = null) => new()
    {
        Code = GossipStrategies.FromName(name, fanout is { } count ? Fanout.Constant(count) : null),
        Nodes = nodes,
        Trials = trials,
    };

    private static SpreadOptions Alone(string name, int nodes, int trials, int? fanout = null) =>
        Options(name, nodes, trials, fanout) with { Engine = new SpreadEngineOptions { Repair = false } };

    /// <summary>A user's own strategy: two successors on ring 0, and what it is told of the view.</summary>
    private sealed class Watch(Action<GroupViewChange> tell) : IGossipStrategy
    {
        public void OnRumor(in RumorHeader rumor, IGossipContext context)
        {
            int place = context.RingPosition(0, context.Self);
            for (int step = 1; step <= 2; step++)
            {
                NodeId next = context.RingMember(0, (place + step) % context.MemberCount);
                context.Send(next, GossipMessage.Payload(rumor.Id));
            }
        }

        public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
        {
        }

        public void OnRound(IGossipContext context)
        {
        }

        public void OnViewChanged(GroupViewChange change, IGossipContext context)
        {
            Assert.That(context.MemberCount, Is.EqualTo(40));
            tell(change);
        }
    }
}
