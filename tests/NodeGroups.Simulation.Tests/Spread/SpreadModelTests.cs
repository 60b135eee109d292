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

    [TestCase(1, 29.32)]
    [TestCase(3, 13.06)]
    public void Push_forever_should_take_the_known_rounds_in_a_large_group(int fanout, double rounds)
    {
        SpreadResult result = Run(SpreadStrategy.Push, 100_000, 15, fanout, o => o with { Mode = PushMode.Forever });

        Assert.That(result.RoundsToAllMean, Is.EqualTo(rounds).Within(FourErrors(result)));
    }

    [TestCase(100, 1_000, 6.53)]
    [TestCase(100_000, 15, 13.99)]
    public void Push_pull_should_take_the_known_rounds(int nodes, int trials, double rounds)
    {
        SpreadResult result = Run(SpreadStrategy.PushPull, nodes, trials);

        Assert.That(result.RoundsToAllMean, Is.EqualTo(rounds).Within(FourErrors(result)));
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
    public void Infect_and_die_should_cover_and_die_out_as_known_under_loss_and_crashes()
    {
        const int trials = 1_000;
        SpreadResult result = Run(
            SpreadStrategy.Push, 10_000, trials, 5, o => o with { Loss = 0.25, Crash = 0.2 });

        double deviation = Math.Sqrt(result.Trials.Where(t => t.Informed > 800)
            .Average(t => Math.Pow((t.Informed / 8_000.0) - 0.9405, 2)));
        Assert.That(
            result.CoverageGivenTakeoff, Is.EqualTo(0.9405).Within((4 * deviation / Math.Sqrt(trials)) + 0.00005));
        Assert.That(result.ExtinctShare, Is.EqualTo(0.011).Within(0.0005 + Share(0.011, trials)));
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

    [TestCase(100, 2_000, 7, 0.9325)]
    [TestCase(10_000, 600, 12, 0.9408)]
    public void Infect_and_die_should_reach_all_as_often_as_known(int nodes, int trials, int fanout, double share)
    {
        SpreadResult result = Run(SpreadStrategy.Push, nodes, trials, fanout);

        Assert.That(result.AllReachedShare, Is.EqualTo(share).Within(Share(share, trials)));
        Assert.That(result.PayloadSendsPerLiveNode, Is.EqualTo(fanout * result.CoverageMean).Within(1e-9));
        Assert.That(result.MaxPayloadSendsByOneNode, Is.EqualTo(fanout));
    }

    [TestCase(100, 1_000, 4.92, 0.05)]
    [TestCase(10_000, 60, 8.81, 0.22)]
    [TestCase(100_000, 10, 10.00, 0.2)]
    public void Rings_should_always_reach_everybody(int nodes, int trials, double rounds, double tolerance)
    {
        SpreadResult result = Run(SpreadStrategy.Ring, nodes, trials, 4);

        Assert.That(result.AllReachedShare, Is.EqualTo(1));
        Assert.That(result.RoundsToAllMean, Is.EqualTo(rounds).Within(tolerance));
        Assert.That(result.PayloadSendsPerLiveNode, Is.EqualTo(4));
    }

    [Test]
    public void Four_rings_should_reach_a_million_in_twelve_rounds_with_four_payloads_each()
    {
        SpreadResult result = Run(SpreadStrategy.Ring, 1_000_000, 1, 4);

        Assert.That(result.AllReachedShare, Is.EqualTo(1));
        Assert.That(result.RoundsToAllQuantile(1), Is.EqualTo(12));
        Assert.That(result.PayloadSendsPerLiveNode, Is.EqualTo(4));
        Assert.That(result.MaxPayloadSendsByOneNode, Is.EqualTo(4));
    }

    [Test]
    public void Quantiles_of_the_time_to_all_should_be_those_of_the_trials()
    {
        SpreadResult result = Run(SpreadStrategy.Push, 100, 50, 7, o => o with { Latency = SpreadLatency.Exponential });

        double[] times = [.. result.Trials.Where(t => t.RoundsToAll >= 0).Select(t => t.TimeToAll).Order()];
        Assert.That(result.TimeToAllQuantile(0), Is.EqualTo(times[0]));
        Assert.That(result.TimeToAllQuantile(0.5), Is.EqualTo(times[(times.Length - 1) / 2]));
        Assert.That(result.TimeToAllQuantile(1), Is.EqualTo(times[^1]).And.EqualTo(result.TimeToAllMaximum));
        Assert.That(() => result.TimeToAllQuantile(1.01), Throws.TypeOf<ArgumentOutOfRangeException>());
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

    /// <summary>Four standard errors of the mean rounds, and half a unit of the last digit that is known.</summary>
    private static double FourErrors(SpreadResult result) =>
        (4 * result.RoundsToAllDeviation!.Value / Math.Sqrt(result.Trials.Count)) + 0.005;

    /// <summary>Four standard errors of a share.</summary>
    private static double Share(double share, int trials) => 4 * Math.Sqrt(share * (1 - share) / trials);

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
