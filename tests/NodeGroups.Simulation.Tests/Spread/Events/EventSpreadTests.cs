using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Spread.Events;

/// <summary>The models in time against exact values; tolerances are at least four standard errors.</summary>
public sealed class EventSpreadTests
{
    [TestCase(50, 0.0, 0.0, 800)]
    [TestCase(40, 0.25, 0.3, 800)]
    [TestCase(2, 0.5, 0.0, 800)]
    [TestCase(5_000, 0.1, 0.1, 20)]
    public void Push_by_clocks_should_take_the_exact_time_and_sends(int nodes, double loss, double crash, int trials)
    {
        SpreadOptions options = Options(SpreadStrategy.Push, nodes, trials) with
        {
            Mode = PushMode.Forever, Latency = SpreadLatency.None, Loss = loss, Crash = crash,
        };
        SpreadResult result = SpreadModel.Run(options);

        double time = 0, timeVariance = 0, sends = 0, sendsVariance = 0;
        for (double k = 1; k < options.Live; k++)
        {
            double hit = (1 - loss) * (options.Live - k) / (nodes - 1);
            time += 1 / (k * hit);
            timeVariance += 1 / (k * hit * k * hit);
            sends += 1 / hit;
            sendsVariance += (1 - hit) / (hit * hit);
        }

        Assert.That(result.AllReachedShare, Is.EqualTo(1));
        double tolerance = (4 * Math.Sqrt(timeVariance / trials)) + (time * 0.004);
        Assert.That(result.TimeToAllMean, Is.EqualTo(time).Within(tolerance));
        Assert.That(
            result.PayloadSendsPerLiveNode,
            Is.EqualTo(sends / options.Live).Within(4.5 * Math.Sqrt(sendsVariance / trials) / options.Live));
    }

    [Test]
    public void Pull_by_clocks_should_be_as_fast_as_push_by_clocks()
    {
        SpreadOptions options = Options(SpreadStrategy.Pull, 50, 800) with { Latency = SpreadLatency.None, Loss = 0.1 };
        SpreadResult result = SpreadModel.Run(options);

        // Each of the n−k that miss it asks at rate 1 and hits one of k among n−1, there and back: the same rates.
        double time = 0, variance = 0;
        for (double k = 1; k < 50; k++)
        {
            double rate = k * (50 - k) * 0.81 / 49;
            time += 1 / rate;
            variance += 1 / (rate * rate);
        }

        Assert.That(result.TimeToAllMean, Is.EqualTo(time).Within((4 * Math.Sqrt(variance / 800)) + (time * 0.004)));
        Assert.That(result.TimeToAllMaximum, Is.GreaterThan(result.TimeToAllMean));
        Assert.That(result.PayloadSendsPerLiveNode, Is.EqualTo(0.98 / 0.9).Within(0.01));
    }

    [TestCase(SpreadLatency.None)]
    [TestCase(SpreadLatency.Uniform)]
    [TestCase(SpreadLatency.Exponential)]
    [TestCase(SpreadLatency.LogNormal)]
    public void Push_should_reach_as_many_whatever_the_latency(SpreadLatency latency)
    {
        const int trials = 3_000;
        SpreadOptions options = Options(SpreadStrategy.Push, 60, trials, 4) with
        {
            Latency = latency, Loss = 0.2, Crash = 0.25,
        };
        IReadOnlyList<double> sizes = PushChain.FinalSizes(60, options.Live, 4, 0.2);
        SpreadResult result = SpreadModel.Run(options);

        double mean = sizes.Select((chance, size) => chance * size).Sum();
        double variance = sizes.Select((chance, size) => chance * (size - mean) * (size - mean)).Sum();
        Assert.That(result.InformedMean, Is.EqualTo(mean).Within(4 * Math.Sqrt(variance / trials)));
        Assert.That(result.PayloadSendsPerLiveNode, Is.EqualTo(4 * result.CoverageMean).Within(1e-9));
    }

    [TestCase(100, 1_000, 4.92, 0.05)]
    [TestCase(10_000, 40, 8.81, 0.25)]
    public void Rings_should_take_the_known_rounds_as_time_when_every_message_takes_one(
        int nodes, int trials, double rounds, double tolerance)
    {
        SpreadResult result = SpreadModel.Run(
            Options(SpreadStrategy.Ring, nodes, trials, 4) with { Latency = SpreadLatency.Constant });

        Assert.That(result.TimeToAllMean, Is.EqualTo(rounds).Within(tolerance));
        Assert.That(result.LastHopMean, Is.EqualTo(result.TimeToAllMean));
        Assert.That((result.AllReachedShare, result.PayloadSendsPerLiveNode), Is.EqualTo((1.0, 4.0)));
    }

    [Test]
    public void Broadcast_should_take_the_longest_of_its_latencies()
    {
        SpreadResult constant = SpreadModel.Run(
            Options(SpreadStrategy.Broadcast, 500, 2) with { Latency = SpreadLatency.Constant });
        SpreadResult drawn = SpreadModel.Run(
            Options(SpreadStrategy.Broadcast, 500, 400) with { Latency = SpreadLatency.Exponential });

        // The largest of m exponentials has the mean H(m) and the variance Σ 1/i².
        double mean = Enumerable.Range(1, 499).Sum(i => 1.0 / i);
        double variance = Enumerable.Range(1, 499).Sum(i => 1.0 / i / i);
        Assert.That((constant.TimeToAllMean, constant.MaxPayloadSendsByOneNode), Is.EqualTo((1.0, 499)));
        Assert.That(drawn.TimeToAllMean, Is.EqualTo(mean).Within(4 * Math.Sqrt(variance / 400)));
    }

    [Test]
    public void Trace_should_end_with_all_who_were_informed(
        [Values(null, SpreadLatency.Exponential)] SpreadLatency? latency)
    {
        SpreadOptions options = Options(SpreadStrategy.Push, 500, 1, 3) with { Latency = latency };
        IReadOnlyList<int> trace = SpreadModel.Trace(options, 5);

        Assert.That(trace, Is.Ordered);
        Assert.That((trace[0], trace[^1]), Is.EqualTo((1, SpreadModel.RunTrial(options, 5).Informed)));
    }

    [Test]
    public void Models_of_rounds_should_be_refused_with_a_latency(
        [Values(SpreadStrategy.PushPull, SpreadStrategy.Rumor)] SpreadStrategy strategy)
    {
        SpreadOptions options = Options(strategy, 10, 1) with { Latency = SpreadLatency.Constant };

        Assert.That(options.Validate, Throws.ArgumentException.With.Message.Contains("rounds"));
    }

    private static SpreadOptions Options(SpreadStrategy strategy, int nodes, int trials, int fanout = 1) => new()
    {
        Strategy = strategy, Nodes = nodes, Trials = trials, Fanout = Fanout.Constant(fanout),
    };
}
