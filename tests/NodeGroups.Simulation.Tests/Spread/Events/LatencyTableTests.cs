using NodeGroups.Simulation;
using NodeGroups.Simulation.Spread;

namespace SimulationTests.Spread.Events;

public sealed class LatencyTableTests
{
    [TestCase(SpreadLatency.Constant, 0.0)]
    [TestCase(SpreadLatency.Uniform, 1 / 12.0)]
    [TestCase(SpreadLatency.Exponential, 1.0)]
    [TestCase(SpreadLatency.LogNormal, 0.2840254166877414)]
    public void Latency_should_have_mean_one_and_the_variance_it_says(SpreadLatency latency, double variance)
    {
        LatencyTable table = new(latency);
        double[] units = [.. Enumerable.Range(0, 65_536).Select(bits => table.Draw((ulong)bits) / 256.0)];
        double mean = units.Average();

        Assert.That(mean, Is.EqualTo(1).Within(0.001));
        Assert.That(units.Average(unit => (unit - mean) * (unit - mean)), Is.EqualTo(variance).Within(0.005));
    }

    [Test]
    public void No_latency_should_be_none()
    {
        Assert.That(new LatencyTable(SpreadLatency.None).Draw(123_456), Is.Zero);
    }
}
