namespace NodeGroups.Transport;

/// <summary>Bounds the log lines that remote input or failing code can cause: ten a second, and a count of those left
/// out. Thread-safe.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="leftOut">Told how many lines were left out when no line comes any more that could tell it.</param>
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
    /// <param name="suppressed">How many lines were left out since the last one written.</param>
    /// <returns>True when it may.</returns>
    public bool TryAcquire(out long suppressed)
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
                suppressed = 0;
                _end ??= timeProvider.CreateTimer(
                    static state => ((RateLimitedLog)state!).Tell(), this, Window * 2, Timeout.InfiniteTimeSpan);
                return false;
            }

            _lines++;
            suppressed = _suppressed;
            _suppressed = 0;
            return true;
        }
    }

    private void Tell()
    {
        long suppressed;
        lock (_gate)
        {
            _end?.Dispose();
            _end = null;
            suppressed = _suppressed;
            _suppressed = 0;
        }

        if (suppressed > 0)
        {
            leftOut(suppressed);
        }
    }
}
