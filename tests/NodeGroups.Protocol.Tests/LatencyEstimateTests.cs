using NodeGroups.Protocol;

namespace NodeGroups.Tests;

public sealed class LatencyEstimateTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(4);

    [Test]
    public void Bound_should_come_down_to_the_mean_when_round_trips_are_alike()
    {
        LatencyEstimate estimate = new();
        Assert.That(estimate.IsKnown, Is.False);
        Assert.That(estimate.Bound, Is.EqualTo(TimeSpan.Zero));
        estimate.Note(RoundTrip);
        Assert.That(estimate.Mean, Is.EqualTo(RoundTrip / 2));
        Assert.That(estimate.Bound, Is.EqualTo(1.5 * RoundTrip), "half of it counts as deviation");
        Repeat(estimate, 100, _ => RoundTrip);
        Assert.That(estimate.Mean, Is.EqualTo(RoundTrip / 2));
        Assert.That(estimate.Bound, Is.EqualTo(RoundTrip / 2).Within(TimeSpan.FromMicroseconds(10)));
    }

    [Test]
    public void Bound_should_exceed_nearly_all_when_round_trips_spread()
    {
        LatencyEstimate estimate = new();
        Repeat(estimate, 200, i => RoundTrip * (1 + (i % 4)));
        Assert.That(estimate.Mean, Is.InRange(RoundTrip, 1.5 * RoundTrip));
        Assert.That(estimate.Bound, Is.InRange(2 * RoundTrip, 6 * RoundTrip));
    }

    [Test]
    public void One_stall_should_say_little_and_many_all()
    {
        LatencyEstimate estimate = new();
        Repeat(estimate, 100, _ => RoundTrip);
        estimate.Note(TimeSpan.FromSeconds(3));
        Assert.That(estimate.Bound, Is.LessThan(3 * RoundTrip));
        Repeat(estimate, 100, _ => TimeSpan.FromMinutes(1));
        Assert.That(estimate.Bound, Is.EqualTo(TimeSpan.FromSeconds(1)), "never more than a second");
    }

    private static void Repeat(LatencyEstimate estimate, int times, Func<int, TimeSpan> roundTrip)
    {
        for (int i = 0; i < times; i++)
        {
            estimate.Note(roundTrip(i));
        }
    }
}
