namespace NodeGroups.Protocol;

/// <summary>How long messages take, learned from round trips: the mean, and what hardly one exceeds.</summary>
/// <remarks>
/// Mean and mean deviation are moving averages with weights 1/8 and 1/4, and the bound is the mean and four deviations,
/// as TCP sets its timer (RFC 6298): where a busy machine or a network of near and far peers spreads round trips, the
/// bound grows and not only the mean. One way is taken as half of it. Written by the machine alone, another thread
/// may read a value a moment old.
/// </remarks>
internal sealed class LatencyEstimate
{
    private const int MeanShare = 8;
    private const int DeviationShare = 4;
    private const int Deviations = 4;
    private static readonly long s_longest = TimeSpan.FromSeconds(2).Ticks;
    private long _roundTrip;
    private long _deviation;

    /// <summary>Creates an estimate that knows nothing yet.</summary>
    public LatencyEstimate()
    {
    }

    /// <summary>Creates one that has learned enough: what nodes know that have been up for a while.</summary>
    /// <param name="roundTrip">The mean round trip.</param>
    /// <param name="deviation">The mean absolute deviation of round trips from it.</param>
    public LatencyEstimate(TimeSpan roundTrip, TimeSpan deviation) =>
        (_roundTrip, _deviation) = (Math.Max(1, roundTrip.Ticks), deviation.Ticks);

    /// <summary>Gets a value indicating whether a round trip was seen.</summary>
    public bool IsKnown => _roundTrip > 0;

    /// <summary>Gets the mean round trip; zero when it is not known.</summary>
    public TimeSpan RoundTrip => new(_roundTrip);

    /// <summary>Gets the mean time of one way; zero when it is not known.</summary>
    public TimeSpan Mean => new(_roundTrip / 2);

    /// <summary>Gets what a message hardly exceeds one way: at most a second; zero when it is not known.</summary>
    public TimeSpan Bound => new(Math.Min(s_longest, _roundTrip + (Deviations * _deviation)) / 2);

    /// <summary>A message was answered.</summary>
    public void Note(TimeSpan roundTrip)
    {
        long ticks = Math.Clamp(roundTrip.Ticks, 1, s_longest);
        if (_roundTrip == 0)
        {
            (_roundTrip, _deviation) = (ticks, ticks / 2);
            return;
        }

        // One answer that a stall has held up says little; when there are more of them the estimate follows.
        ticks = Math.Min(ticks, Deviations * (_roundTrip + (Deviations * _deviation)));
        _deviation += (Math.Abs(ticks - _roundTrip) - _deviation) / DeviationShare;
        _roundTrip += (ticks - _roundTrip) / MeanShare;
    }
}
