namespace NodeGroups.Transport;

/// <summary>Bounds the dials of one node that are under way, so that many at once do not all take too long.</summary>
/// <remarks>
/// When a cluster forms, every node wants to dial every other at the same time. On a busy machine all those dials
/// together outlive their time-outs, are given up, and begin again: nothing but wasted work. Dials that wait here cost
/// nothing, have no time-out yet, and many become needless because the other side dials first. Dials that the
/// application wants have slots of their own, as many as all others together: neither kind can hold up the other.
/// Addresses that failed last time get at most half of the others' slots, so that dead addresses do not hold up living
/// ones. Thread-safe.
/// </remarks>
internal sealed class DialSlots<T>(int limit)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly LinkedList<T>[] _waiting = [new(), new(), new()];
    private readonly int[] _running = new int[3];
    private readonly Dictionary<T, LinkedListNode<T>> _background = [];

    /// <summary>Takes a slot, or has the dial wait for one.</summary>
    /// <param name="dial">The dial.</param>
    /// <param name="kind">Why it is wanted.</param>
    /// <returns>True when it has a slot and must be started now.</returns>
    public bool TryStart(T dial, DialKind kind)
    {
        lock (_gate)
        {
            if (TryTake(kind))
            {
                return true;
            }

            Wait(dial, kind);
            return false;
        }
    }

    /// <summary>The application wants a dial by now: if it waits among those in the background, it changes its
    /// place.</summary>
    /// <returns>True when it has a slot and must be started now, as a wanted one.</returns>
    public bool TryPromote(T dial)
    {
        lock (_gate)
        {
            if (!_background.Remove(dial, out LinkedListNode<T>? place))
            {
                return false;
            }

            _waiting[(int)DialKind.Background].Remove(place);
            if (TryTake(DialKind.Wanted))
            {
                return true;
            }

            Wait(dial, DialKind.Wanted);
            return false;
        }
    }

    /// <summary>Gives a slot back.</summary>
    /// <param name="kind">For which kind of dial it was taken.</param>
    public void Release(DialKind kind)
    {
        lock (_gate)
        {
            _running[(int)kind]--;
        }
    }

    /// <summary>Gives a free slot to a dial that waits: of each kind first come, first served, and those that failed
    /// last.</summary>
    /// <param name="kind">For which kind of dial the slot is.</param>
    /// <returns>The dial to start; null when none waits or no slot is free.</returns>
    public T? Next(out DialKind kind)
    {
        lock (_gate)
        {
            foreach (DialKind next in (ReadOnlySpan<DialKind>)[DialKind.Wanted, DialKind.Background, DialKind.Retried])
            {
                LinkedList<T> waiting = _waiting[(int)next];
                if (waiting.First is { } first && TryTake(next))
                {
                    waiting.RemoveFirst();
                    _background.Remove(first.Value);
                    kind = next;
                    return first.Value;
                }
            }

            kind = default;
            return null;
        }
    }

    private void Wait(T dial, DialKind kind)
    {
        LinkedListNode<T> place = _waiting[(int)kind].AddLast(dial);
        if (kind == DialKind.Background)
        {
            _background[dial] = place;
        }
    }

    private bool TryTake(DialKind kind)
    {
        int others = _running[(int)DialKind.Background] + _running[(int)DialKind.Retried];
        bool isFree = kind switch
        {
            DialKind.Wanted => _running[(int)kind] < limit,
            DialKind.Retried => others < limit && _running[(int)kind] < (limit + 1) / 2,
            _ => others < limit,
        };
        _running[(int)kind] += isFree ? 1 : 0;
        return isFree;
    }
}
