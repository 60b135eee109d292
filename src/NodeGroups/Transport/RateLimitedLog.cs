namespace NodeGroups.Transport;

/// <summary>Bounds the log lines that remote input can cause: ten a second, and a count of those left out.
/// Thread-safe.</summary>
internal sealed class RateLimitedLog(TimeProvider timeProvider)
{
    private const int LinesPerSecond = 10;
    private readonly Lock _gate = new();
    private long _windowStart = timeProvider.GetTimestamp();
    private int _lines;
    private long _suppressed;

    /// <summary>Asks whether a line may be written now.</summary>
    /// <param name="suppressed">How many lines were left out since the last one written.</param>
    /// <returns>True when it may.</returns>
    public bool TryAcquire(out long suppressed)
    {
        lock (_gate)
        {
            if (timeProvider.GetElapsedTime(_windowStart) >= TimeSpan.FromSeconds(1))
            {
                _windowStart = timeProvider.GetTimestamp();
                _lines = 0;
            }

            if (_lines >= LinesPerSecond)
            {
                _suppressed++;
                suppressed = 0;
                return false;
            }

            _lines++;
            suppressed = _suppressed;
            _suppressed = 0;
            return true;
        }
    }
}
