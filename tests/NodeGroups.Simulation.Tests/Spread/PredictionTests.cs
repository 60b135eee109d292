using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Spread;

/// <summary>What is computed beforehand against what the model then comes to. The allowed difference is said as the
/// sum of a difference of the model and of four standard deviations of the sample.</summary>
public sealed class PredictionTests
{
    [TestCase(SpreadStrategy.Pull, 100, 1, 0.0, 0.0)]
    [TestCase(SpreadStrategy.Pull, 10_000, 1, 0.1, 0.2)]
    [TestCase(SpreadStrategy.Pull, 1_000, 3, 0.1, 0.0)]
    [TestCase(SpreadStrategy.PushPull, 100, 1, 0.0, 0.0)]
    [TestCase(SpreadStrategy.PushPull, 1_000, 2, 0.0, 0.0)]
    [TestCase(SpreadStrategy.PushPull, 10_000, 1, 0.1, 0.2)]
    [TestCase(SpreadStrategy.Push, 100, 1, 0.0, 0.0)]
    [TestCase(SpreadStrategy.Push, 10_000, 2, 0.1, 0.2)]
    public void Exchanges_should_take_about_the_rounds_and_copies_computed(
        SpreadStrategy strategy, int nodes, int fanout, double loss, double crash)
    {
        SpreadOptions options = new()
        {
            Strategy = strategy, Mode = PushMode.Forever, Nodes = nodes, Fanout = Fanout.Constant(fanout), Loss = loss,
            Crash = crash, Trials = 200,
        };
        SpreadResult result = SpreadModel.Run(options);
        SpreadEstimate estimate = strategy switch
        {
            SpreadStrategy.Pull => SpreadEstimate.Pull(nodes, options.Live, fanout, loss),
            SpreadStrategy.PushPull => SpreadEstimate.PushPull(nodes, options.Live, fanout, loss),
            _ => SpreadEstimate.PushForever(nodes, options.Live, fanout, loss),
        };

        Assert.That(result.AllReachedShare, Is.EqualTo(1));
        Assert.That(estimate.Rounds, Is.EqualTo(result.RoundsToAllMean!.Value).Within(1.5));
        Assert.That(estimate.PayloadSendsPerLiveNode, Is.EqualTo(result.PayloadSendsPerLiveNode).Within(7).Percent);
    }

    [TestCase(6, 0.99, 0.2)]
    [TestCase(12, 0.99, 0.05)]
    [TestCase(30, 0.99, 0.2)]
    [TestCase(200, 0.99, 0.2)]
    public void Rings_for_a_reliability_should_reach_all_as_often_without_repair(int nodes, double wish, double loss)
    {
        const int trials = 4_000;
        SpreadOptions options = new()
        {
            Strategy = SpreadStrategy.Ring, Code = GossipStrategies.RingPush(Fanout.ForReliability(wish)),
            Fanout = Fanout.ForReliability(wish), Nodes = nodes, Loss = loss, Trials = trials,
            Engine = new SpreadEngineOptions { EagerOnly = true },
        };
        SpreadResult result = SpreadModel.Run(options);
        double error = 4 * Math.Sqrt(wish * (1 - wish) / trials);
        Assert.That(result.AllReachedShare, Is.GreaterThan(wish - error));
        int rings = (options with { Code = null }).FanoutCount;
        SpreadEstimate estimate = SpreadEstimate.Ring(nodes, nodes, rings, loss, isOncePerPeer: true);
        Assert.That(estimate.Reliability, Is.EqualTo(result.AllReachedShare).Within(0.01));
        Assert.That(estimate.PayloadSendsPerLiveNode, Is.EqualTo(result.PayloadSendsPerLiveNode).Within(3).Percent);
    }

    [TestCase(2, 1)]
    [TestCase(10, 1)]
    [TestCase(12, 1)]
    [TestCase(30, 1)]
    [TestCase(4, 3)]
    [TestCase(12, 2)]
    public void Rings_should_reach_all_when_nothing_is_lost_whatever_the_size(int nodes, int rings)
    {
        foreach (GossipStrategy? code in new[] { GossipStrategies.RingPush(Fanout.Constant(rings)), null })
        {
            SpreadResult result = SpreadModel.Run(new SpreadOptions
            {
                Strategy = SpreadStrategy.Ring, Code = code, Fanout = Fanout.Constant(rings), Nodes = nodes,
                Trials = 1_000, Engine = new SpreadEngineOptions { EagerOnly = true },
            });
            Assert.That(result.AllReachedShare, Is.EqualTo(1), $"{code?.Name ?? "rounds"}");
            if (rings == nodes - 1)
            {
                Assert.That(result.LastHopMean, Is.EqualTo(1), "all others are successors");
            }
        }
    }

    [Test]
    public void Mongering_should_lose_interest_as_computed(
        [Values] MongeringKind kind,
        [Values] MongeringStop stop,
        [Values(1, 2, 4)] int k,
        [Values(0.0, 0.1)] double loss)
    {
        SpreadOptions options = new()
        {
            Strategy = SpreadStrategy.Rumor, Nodes = 5_000, Kind = kind, Stop = stop, StopCount = k, Loss = loss,
            Trials = 60,
        };
        SpreadResult result = SpreadModel.Run(options);
        SpreadEstimate estimate = SpreadEstimate.Mongering(
            5_000, 5_000, 1, loss, kind == MongeringKind.Feedback, stop == MongeringStop.Coin, k);

        double coverage = result.CoverageGivenTakeoff ?? 0;
        if (estimate.Extinction < 0.9)
        {
            Assert.That(estimate.Coverage, Is.EqualTo(coverage).Within(0.01));
            Assert.That(
                estimate.PayloadSendsPerLiveNode * (1 - estimate.Extinction),
                Is.EqualTo(result.PayloadSendsPerLiveNode).Within(0.02 + (0.6 * Math.Sqrt(estimate.Extinction))));
        }

        double error = 4 * Math.Sqrt(Math.Max(estimate.Extinction * (1 - estimate.Extinction), 0.02) / 60);
        Assert.That(estimate.Extinction, Is.EqualTo(result.ExtinctShare).Within(error));
    }

    [TestCase(1, 0.2032)]
    [TestCase(2, 0.0595)]
    [TestCase(3, 0.0198)]
    public void Mongering_by_feedback_and_coin_should_be_that_of_the_paper(int k, double missed)
    {
        // s = e^(-(k+1)(1-s)) is the limit for short rounds; rounds of the mean are a little better.
        SpreadEstimate estimate = SpreadEstimate.Mongering(
            100_000, 100_000, 1, 0, usesFeedback: true, usesCoin: true, k);
        Assert.That(1 - estimate.Coverage, Is.EqualTo(missed).Within(0.04));
    }

    [TestCase("tree", 100, 0.01, 0.0)]
    [TestCase("tree", 1_000, 0.1, 0.1)]
    [TestCase("auto", 12, 0.1, 0.3)]
    [TestCase("auto", 100, 0.25, 0.1)]
    [TestCase("auto", 600, 0.1, 0.0)]
    public void The_eager_phase_should_reach_what_is_computed(string name, int nodes, double loss, double crash)
    {
        const int trials = 1_500;
        SpreadOptions options = new()
        {
            Code = GossipStrategies.FromName(name), Nodes = nodes, Loss = loss, Crash = crash, Trials = trials,
            Engine = new SpreadEngineOptions { EagerOnly = true },
        };
        SpreadResult result = SpreadModel.Run(options);
        GossipConditions conditions = new()
        {
            Loss = loss, DeadShare = crash, Latency = options.Engine.MeanLatency,
        };
        GossipPlan plan = GossipPlan.For(nodes, options.PayloadBytes, conditions);
        SpreadEstimate tree = SpreadEstimate.Tree(nodes, options.Live, 4, loss);
        (double reliability, double coverage) = name == "tree"
            ? (tree.Reliability, tree.Coverage) : (plan.EagerReliability, plan.EagerCoverage);

        double all = result.AllReachedShare;
        double error = 4 * Math.Sqrt(Math.Max(all * (1 - all), 1.0 / trials) / trials);
        Assert.That(reliability, Is.EqualTo(all).Within(0.01 + error));
        error = 4 * result.CoverageDeviation / Math.Sqrt(trials);
        Assert.That(coverage, Is.EqualTo(result.CoverageMean).Within(0.005 + error));
        Assert.That(result.ControlSendsPerLiveNode, Is.Zero, "nobody announces, asks or compares");
    }

    [Test]
    public void A_tree_that_stands_should_be_the_one_computed()
    {
        SpreadOptions options = new()
        {
            Code = GossipStrategies.Plumtree(), Nodes = 2_000, Trials = 5,
            Engine = new SpreadEngineOptions { EagerOnly = true, Rumors = 40, WarmUp = 30, Interval = 40 },
        };
        SpreadResult result = SpreadModel.Run(options);
        SpreadEstimate estimate = SpreadEstimate.Plumtree(2_000, 2_000, 6, 0);
        Assert.That((result.AllReachedShare, estimate.Reliability), Is.EqualTo((1.0, 1.0)));
        Assert.That(estimate.PayloadSendsPerLiveNode, Is.EqualTo(result.PayloadSendsPerLiveNode).Within(0.01));
        Assert.That(estimate.Rounds, Is.EqualTo(result.RoundsToAllMean!.Value).Within(2));
    }

    [Test]
    public void A_wish_for_reliability_should_count_loss_and_the_dead()
    {
        SpreadOptions options = new() { Nodes = 1_000, Fanout = Fanout.ForReliability(0.999999) };
        Assert.That(options.FanoutCount, Is.EqualTo(21));
        Assert.That((options with { Loss = 0.1, Crash = 0.3 }).FanoutCount, Is.EqualTo(32));
        SpreadOptions code = options with { Loss = 0.1, Crash = 0.3, Code = GossipStrategies.Push() };
        Assert.That(code.FanoutCount, Is.EqualTo(32));
        Assert.That(SpreadModel.RunTrial(code with { Nodes = 200 }, 1).MaxPayloadSendsByOneNode, Is.GreaterThan(26));
    }
}
