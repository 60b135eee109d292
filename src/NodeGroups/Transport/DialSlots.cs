namespace NodeGroups.Transport;

/// <summary>Bounds the dials of one node that are under way, so that many at once do not all take too long.</summary>
/// <remarks>
/// When a cluster forms, every node wants to dial every other at the same time. On a busy machine all those dials
/// together outlive their time-outs, are given up, and begin again: nothing but wasted work. Dials that wait here cost
/// nothing, have no time-out yet, and many become needless because the other side dials first. Addresses that failed
/// last time get at most half of the slots, so that dead addresses do not hold up living ones. Thread-safe.
/// </remarks>
internal sealed class DialSlots<T>(int limit)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _fresh = new();
    private readonly Queue<T> _failed = new();
    private int _running;
    private int _runningFailed;

    /// <summary>Takes a slot, or has the dial wait for one.</summary>
    /// <param name="dial">The dial.</param>
    /// <param name="failed">Whether the last dial to the same address failed.</param>
    /// <returns>True when it has a slot and must be started now.</returns>
    public bool TryStart(T dial, bool failed)
    {
        lock (_gate)
        {
            if (TryTake(failed))
            {
                return true;
            }

            (failed ? _failed : _fresh).Enqueue(dial);
            return false;
        }
    }

    /// <summary>Gives a slot back.</summary>
    /// <param name="failed">For which kind of dial it was taken.</param>
    public void Release(bool failed)
    {
        lock (_gate)
        {
            _running--;
            _runningFailed -= failed ? 1 : 0;
        }
    }

    /// <summary>Gives a free slot to a dial that waits: first come, first served, those that failed last.</summary>
    /// <param name="failed">For which kind of dial the slot is.</param>
    /// <returns>The dial to start; null when none waits or no slot is free.</returns>
    public T? Next(out bool failed)
    {
        lock (_gate)
        {
            failed = _fresh.Count == 0;
            Queue<T> waiting = failed ? _failed : _fresh;
            return waiting.Count > 0 && TryTake(failed) ? waiting.Dequeue() : null;
        }
    }

    private bool TryTake(bool failed)
    {
        if (_running >= limit || (failed && _runningFailed >= (limit + 1) / 2))
        {
            return false;
        }

        _running++;
        _runningFailed += failed ? 1 : 0;
        return true;
    }
}
