using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>The timers a strategy has set, in the order of their times and then of their setting. Bounded.</summary>
internal sealed class TimerQueue
{
    /// <summary>The most timers of one group; a further one is refused.</summary>
    public const int Limit = 65_536;

    private readonly PriorityQueue<RumorId, (long Ticks, ulong Order)> _queue = new();
    private ulong _order;

    /// <summary>Gets the time of the first timer.</summary>
    public MonotonicTime Next { get; private set; } = MonotonicTime.Never;

    /// <summary>Sets a timer.</summary>
    /// <returns>False when there are too many.</returns>
    public bool TryAdd(in RumorId rumor, MonotonicTime time)
    {
        if (_queue.Count >= Limit)
        {
            return false;
        }

        _queue.Enqueue(rumor, (time.Ticks, _order++));
        Next = MonotonicTime.Min(Next, time);
        return true;
    }

    /// <summary>Takes the first timer that is due.</summary>
    public bool TryTake(MonotonicTime now, out RumorId rumor)
    {
        if (Next > now || !_queue.TryDequeue(out rumor, out _))
        {
            rumor = default;
            return false;
        }

        Next = _queue.TryPeek(out _, out (long Ticks, ulong Order) next)
            ? MonotonicTime.FromOrigin(new TimeSpan(next.Ticks))
            : MonotonicTime.Never;
        return true;
    }

    /// <summary>Removes every timer.</summary>
    public void Clear()
    {
        _queue.Clear();
        Next = MonotonicTime.Never;
    }
}
