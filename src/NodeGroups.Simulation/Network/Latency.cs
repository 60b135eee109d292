using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>How long frames take on a link: a fixed least time and a heavy-tailed jitter on top.</summary>
/// <param name="Minimum">The least time; not negative.</param>
/// <param name="MeanJitter">The mean of the jitter; not negative; a draw is cut at 30 times the mean.</param>
/// <remarks>
/// The jitter follows Lomax's distribution of shape 2, so that a few frames are very late. It needs only operations
/// that IEEE 754 rounds correctly, so a seed replays on every machine.
/// </remarks>
public sealed record Latency(TimeSpan Minimum, TimeSpan MeanJitter)
{
    /// <summary>Gets the default: 0.5 ms and a mean jitter of 0.5 ms, as on a local network.</summary>
    public static Latency Lan { get; } = new(TimeSpan.FromMilliseconds(0.5), TimeSpan.FromMilliseconds(0.5));

    /// <summary>Gets a wide-area link: 40 ms and a mean jitter of 10 ms.</summary>
    public static Latency Wan { get; } = new(TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(10));

    internal TimeSpan Draw(DeterministicRandom random)
    {
        double factor = Math.Min(30, (1 / Math.Sqrt(1 - random.NextDouble())) - 1);
        return Minimum + new TimeSpan((long)(MeanJitter.Ticks * factor));
    }
}
