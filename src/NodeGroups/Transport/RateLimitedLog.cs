namespace NodeGroups.Transport;

/// <summary>Bounds the log lines that remote input or failing code can cause: ten a second, and a count of those left
/// out. Thread-safe.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="leftOut">Told how many lines were left out, before the next one or when none comes any more.</param>
internal sealed class RateLimitedLog(TimeProvider timeProvider, Action<long> leftOut)
{
    private const int LinesPerSecond = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private long _windowStart = timeProvider.GetTimestamp();
    private int _lines;
    private long _suppressed;
    private ITimer? _end;

    /// <summary>Asks whether a line may be written now.</summary>
    /// <returns>True when it may.</returns>
    public bool TryAcquire()
    {
        lock (_gate)
        {
            if (timeProvider.GetElapsedTime(_windowStart) >= Window)
            {
                _windowStart = timeProvider.GetTimestamp();
                _lines = 0;
            }

            if (_lines >= LinesPerSecond)
            {
                _suppressed++;
                _end ??= timeProvider.CreateTimer(
                    static state => ((RateLimitedLog)state!).EndWindow(), this, Window * 2, Timeout.InfiniteTimeSpan);
                return false;
            }

            _lines++;
        }

        TellLeftOut();
        return true;
    }

    private void EndWindow()
    {
        lock (_gate)
        {
            _end?.Dispose();
            _end = null;
        }

        TellLeftOut();
    }

    private void TellLeftOut()
    {
        long suppressed;
        lock (_gate)
        {
            suppressed = _suppressed;
            _suppressed = 0;
        }

        if (suppressed > 0)
        {
            leftOut(suppressed);
        }
    }
}
