namespace NodeGroups.Protocol.Membership;

/// <summary>
/// When member changes may be spread next: soon after one another when few changed, more rarely while changes go on, so
/// that many of them share a message.
/// </summary>
/// <remarks>
/// A token bucket, reckoned as the time at which it would be full again (the generic cell rate algorithm of ITU-T
/// I.371). One change needs fewer spreadings than the bucket holds, and so is never held up.
/// </remarks>
internal sealed class SpreadPace(TimeSpan interval)
{
    /// <summary>How many spreadings may follow one another after a quiet time.</summary>
    public const int Burst = 8;

    /// <summary>How many intervals lie between two spreadings while changes go on.</summary>
    public const int SustainedIntervals = 5;

    private readonly TimeSpan _sustained = interval * SustainedIntervals;
    private MonotonicTime _full = MonotonicTime.Zero;

    /// <summary>When the next spreading may be.</summary>
    public MonotonicTime Next { get; private set; } = MonotonicTime.Zero;

    /// <summary>Counts a spreading.</summary>
    /// <param name="now">When it was.</param>
    /// <param name="trouble">0 for a node that is well; each step lengthens the pauses by their length.</param>
    public void Note(MonotonicTime now, int trouble)
    {
        _full = MonotonicTime.Max(_full, now) + (_sustained * (1 + trouble));
        TimeSpan ahead = _full - now;
        TimeSpan bucket = _sustained * Burst;
        TimeSpan pause = interval * (1 + trouble);
        Next = now + (ahead - bucket > pause ? ahead - bucket : pause);
    }
}
