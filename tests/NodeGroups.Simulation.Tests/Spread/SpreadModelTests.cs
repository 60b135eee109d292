using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Spread;

/// <summary>The rounds against exact values and closed forms; tolerances are at least four standard errors.</summary>
public sealed class SpreadModelTests
{
    [TestCase(1, 12.30, 0.2)]
    [TestCase(3, 5.64, 0.1)]
    public void Push_forever_should_take_the_known_rounds(int fanout, double rounds, double tolerance)
    {
        SpreadResult result = Run(SpreadStrategy.Push, 100, 2_000, fanout, o => o with { Mode = PushMode.Forever });

        Assert.That(result.AllReachedShare, Is.EqualTo(1));
        Assert.That(result.RoundsToAllMean, Is.EqualTo(rounds).Within(tolerance));
        Assert.That(result.MaxPayloadSendsByOneNode, Is.EqualTo(fanout * result.RoundsToAllQuantile(1)));
    }

    [Test]
    public void Push_forever_should_take_the_known_rounds_in_a_large_group()
    {
        SpreadResult result = Run(SpreadStrategy.Push, 100_000, 15, 1, o => o with { Mode = PushMode.Forever });

        Assert.That(result.RoundsToAllMean, Is.EqualTo(29.32).Within(1.4));
    }

    [Test]
    public void Push_pull_should_take_the_known_rounds()
    {
        SpreadResult result = Run(SpreadStrategy.PushPull, 100, 1_000);

        Assert.That(result.RoundsToAllMean, Is.EqualTo(6.53).Within(0.09));
    }

    [Test]
    public void Pull_should_reach_everybody_with_one_payload_each()
    {
        SpreadResult result = Run(SpreadStrategy.Pull, 1_000, 50, change: o => o with { Crash = 0.1 });

        Assert.That(result.AllReachedShare, Is.EqualTo(1));
        Assert.That(result.Redundancy, Is.Zero);
        Assert.That(result.ControlSendsPerLiveNode, Is.GreaterThan(1));
    }

    [TestCase(2, 0.0, 0.7969, 0.008)]
    [TestCase(4, 0.0, 0.9802, 0.002)]
    [TestCase(5, 0.0, 0.9930, 0.001)]
    [TestCase(4, 0.1, 0.9695, 0.003)]
    public void Infect_and_die_should_cover_the_known_share(int fanout, double loss, double share, double tolerance)
    {
        SpreadResult result = Run(SpreadStrategy.Push, 10_000, 12, fanout, o => o with { Loss = loss });

        Assert.That(result.CoverageGivenTakeoff, Is.EqualTo(share).Within(tolerance));
    }

    [Test]
    public void Infect_and_die_should_die_out_as_often_as_the_exact_chain()
    {
        SpreadResult result = Run(
            SpreadStrategy.Push, 500, 2_000, 2, o => o with { Loss = 0.25, Crash = 0.2 });

        double extinct = PushChain.FinalSizes(500, 400, 2, 0.25).Take(40).Sum();
        double error = Math.Sqrt(extinct * (1 - extinct) / 2_000);
        Assert.That(result.ExtinctShare, Is.EqualTo(extinct).Within(4 * error));
        Assert.That(result.Options.Live, Is.EqualTo(400));
    }

    [Test]
    public void Infect_and_die_should_reach_all_as_often_as_known()
    {
        SpreadResult result = Run(SpreadStrategy.Push, 100, 2_000, 7);

        Assert.That(result.AllReachedShare, Is.EqualTo(0.9325).Within(0.0225));
        Assert.That(result.PayloadSendsPerLiveNode, Is.EqualTo(7 * result.CoverageMean).Within(1e-9));
        Assert.That(result.MaxPayloadSendsByOneNode, Is.EqualTo(7));
    }

    [TestCase(100, 1_000, 4.92, 0.05)]
    [TestCase(10_000, 60, 8.81, 0.22)]
    public void Rings_should_always_reach_everybody(int nodes, int trials, double rounds, double tolerance)
    {
        SpreadResult result = Run(SpreadStrategy.Ring, nodes, trials, 4);

        Assert.That(result.AllReachedShare, Is.EqualTo(1));
        Assert.That(result.RoundsToAllMean, Is.EqualTo(rounds).Within(tolerance));
        Assert.That(result.PayloadSendsPerLiveNode, Is.EqualTo(4));
    }

    [Test]
    public void Rings_should_leave_the_known_residue_under_loss()
    {
        SpreadResult result = Run(SpreadStrategy.Ring, 10_000, 40, 3, o => o with { Loss = 0.2 });

        double residue = 0;
        for (int i = 0; i < 200; i++)
        {
            residue = Math.Pow(1 - (0.8 * (1 - residue)), 3);
        }

        Assert.That(1 - result.CoverageGivenTakeoff!.Value, Is.EqualTo(residue).Within(0.0008));
    }

    [TestCase(MongeringKind.Feedback, MongeringStop.Counter, 2)]
    [TestCase(MongeringKind.Feedback, MongeringStop.Coin, 2)]
    [TestCase(MongeringKind.Blind, MongeringStop.Counter, 3)]
    [TestCase(MongeringKind.Blind, MongeringStop.Coin, 4)]
    public void Rumor_mongering_should_miss_what_its_sends_leave(MongeringKind kind, MongeringStop stop, int count)
    {
        SpreadResult result = Run(
            SpreadStrategy.Rumor, 5_000, 20, change: o => o with { Kind = kind, Stop = stop, StopCount = count });

        foreach (SpreadTrial trial in result.Trials.Where(trial => trial.Informed > 500))
        {
            double residue = 1 - (trial.Informed / 5_000.0);
            Assert.That(residue, Is.EqualTo(Math.Exp(-trial.PayloadSends / 5_000.0)).Within(0.02));
        }
    }

    [TestCase(1, 0.18, 0.015)]
    [TestCase(2, 0.037, 0.008)]
    public void Rumor_mongering_should_leave_the_residue_of_Demers_table(int count, double residue, double tolerance)
    {
        SpreadResult result = Run(SpreadStrategy.Rumor, 1_000, 100, change: o => o with { StopCount = count });

        Assert.That(1 - result.CoverageGivenTakeoff!.Value, Is.EqualTo(residue).Within(tolerance));
    }

    [Test]
    public void Broadcast_should_reach_whom_no_loss_hits_in_one_round()
    {
        SpreadResult whole = Run(SpreadStrategy.Broadcast, 1_000, 3);
        SpreadResult lossy = Run(SpreadStrategy.Broadcast, 1_000, 100, change: o => o with { Loss = 0.1 });

        Assert.That(whole.Trials, Is.All.EqualTo(
            new SpreadTrial(1_000, 1, 1, 999, 0, 999) { TimeToAll = 1, LastHop = 1 }));
        Assert.That(lossy.CoverageMean, Is.EqualTo(0.9).Within(0.005));
    }

    private static SpreadResult Run(
        SpreadStrategy strategy,
        int nodes,
        int trials,
        int fanout = 1,
        Func<SpreadOptions, SpreadOptions>? change = null)
    {
        SpreadOptions options = new()
        {
            Strategy = strategy, Nodes = nodes, Trials = trials, Fanout = Fanout.Constant(fanout),
        };
        return SpreadModel.Run(change?.Invoke(options) ?? options);
    }
}
