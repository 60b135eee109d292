namespace NodeGroups.Runtime;

/// <summary>Notices when the workers of a queue that have items waiting behind them are held up: at work, but none
/// has begun for a tick or two. Thread-safe.</summary>
/// <remarks>A worker mostly ends within microseconds, so looking now and then is cheaper than having a second one
/// stand by each time. The timer runs only while there is something to watch.</remarks>
/// <param name="heldUp">Asks for a further worker.</param>
internal sealed class WorkWatch(Action heldUp)
{
    private const int TickMilliseconds = 1;

    [ThreadStatic]
    private static WorkWatch? t_current;

    [ThreadStatic]
    private static long t_worker;

    private Timer? _timer;
    private long _begun;
    private long _ended;
    private long _seen;
    private long _late;
    private int _ticking;
    private volatile bool _isHeldUp;

    /// <summary>Whether the workers were held up when last looked at.</summary>
    public bool IsHeldUp => _isHeldUp;

    /// <summary>Whether the code that runs now is a worker's that has not been found held up.</summary>
    public bool IsPrompt => t_current == this && t_worker > Volatile.Read(ref _late);

    /// <summary>The worker of this thread goes on with items waiting behind it.</summary>
    public void Begin()
    {
        t_worker = Interlocked.Increment(ref _begun);
        t_current = this;
        KeepTicking();
    }

    /// <summary>The worker of this thread ends.</summary>
    public void End()
    {
        t_current = null;
        Interlocked.Increment(ref _ended);
    }

    private void KeepTicking()
    {
        if (Volatile.Read(ref _ticking) == 0 && Interlocked.Exchange(ref _ticking, 1) == 0)
        {
            _timer ??= new Timer(static watch => ((WorkWatch)watch!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
            _timer.Change(TickMilliseconds, TickMilliseconds);
        }
    }

    private void Tick()
    {
        long begun = Volatile.Read(ref _begun);
        bool isNew = Interlocked.Exchange(ref _seen, begun) != begun;
        bool isAtWork = Volatile.Read(ref _ended) < begun;
        _isHeldUp = isAtWork && !isNew;
        if (_isHeldUp)
        {
            Volatile.Write(ref _late, begun);
            heldUp();
        }
        else if (!isAtWork && !isNew)
        {
            _timer!.Change(Timeout.Infinite, Timeout.Infinite);
            Interlocked.Exchange(ref _ticking, 0);
            if (Volatile.Read(ref _begun) != begun)
            {
                KeepTicking();
            }
        }
    }
}
