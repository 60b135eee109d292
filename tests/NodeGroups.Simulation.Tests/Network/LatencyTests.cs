using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Network;

public sealed class LatencyTests
{
    [Test]
    public void Draws_should_keep_the_minimum_the_cut_and_the_mean()
    {
        Latency latency = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(2));
        DeterministicRandom random = new(5);
        TimeSpan[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => latency.Draw(random))];
        Assert.That(draws.Min(), Is.GreaterThanOrEqualTo(latency.Minimum));
        Assert.That(draws.Max(), Is.LessThanOrEqualTo(latency.Minimum + (30 * latency.MeanJitter)));
        Assert.That(draws.Average(d => d.TotalMilliseconds), Is.EqualTo(12).Within(0.2));
    }
}
