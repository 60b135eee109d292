namespace NodeGroups;

/// <summary>Runs something at an interval. The timer is armed for the next run when the last has ended, so runs never
/// overlap; those that fell due in between are left out and counted. Thread-safe.</summary>
internal sealed class PeriodicRun : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Func<CancellationToken, ValueTask<RunOutcome>> _run;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _timer;
    private readonly long _origin;
    private TimeSpan _due;
    private bool _disposed;
    private bool _cancelled;
    private RunCounts _counts;

    public PeriodicRun(
        TimeProvider time,
        TimeSpan delay,
        TimeSpan interval,
        Func<CancellationToken, ValueTask<RunOutcome>> run)
    {
        _time = time;
        _interval = interval;
        _run = run;
        _origin = time.GetTimestamp();
        _due = delay;
        _timer = time.CreateTimer(
            static state => _ = ((PeriodicRun)state!).RunAsync(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    public RunCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    public void Start() => _timer.Change(_due, Timeout.InfiniteTimeSpan);

    /// <summary>No more runs; one that runs is cancelled.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _timer.Dispose();
        }

        // Callbacks of the token are user code: never on the caller's thread.
        _ = Task.Run(Cancel);
    }

    private async Task RunAsync()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _counts = _counts with { IsRunning = true };
        }

        RunOutcome outcome;
        try
        {
            outcome = await _run(_ended.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            outcome = new RunOutcome(HasRun: true, $"{exception.GetType().Name}: {exception.Message}");
        }

        lock (_lock)
        {
            _counts = _counts.After(outcome);
            if (!_disposed)
            {
                Arm();
            }
            else if (_cancelled)
            {
                _ended.Dispose();
            }
        }
    }

    private void Cancel()
    {
        _ended.Cancel();
        lock (_lock)
        {
            _cancelled = true;
            if (!_counts.IsRunning)
            {
                _ended.Dispose();
            }
        }
    }

    private void Arm()
    {
        TimeSpan now = _time.GetElapsedTime(_origin);
        _due += _interval;
        if (_due <= now)
        {
            long missed = ((now - _due).Ticks / _interval.Ticks) + 1;
            _counts = _counts with { Skipped = _counts.Skipped + missed };
            _due += _interval * missed;
        }

        _timer.Change(_due - now, Timeout.InfiniteTimeSpan);
    }
}
