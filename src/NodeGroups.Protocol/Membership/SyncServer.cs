namespace NodeGroups.Protocol.Membership;

/// <summary>
/// Bounds how many full syncs are answered in a span of time: in a storm of joins the others wait their turn, so that a
/// seed node has time for its probes.
/// </summary>
internal sealed class SyncServer(MembershipSettings settings)
{
    /// <summary>The most requests that wait; a further one is dropped, and who sent it asks again.</summary>
    public const int WaitingLimit = 4096;

    private readonly Queue<Peer> _waiting = [];
    private readonly HashSet<Peer> _known = [];
    private MonotonicTime _windowEnd = MonotonicTime.Zero;
    private int _served;

    /// <summary>When <see cref="TakeNext"/> has something next.</summary>
    public MonotonicTime NextDeadline => _waiting.Count == 0 ? MonotonicTime.Never : _windowEnd;

    /// <summary>Takes a request.</summary>
    /// <returns>True when it is to be answered now; otherwise it waits, or there is no room for it.</returns>
    public bool TryServe(in Peer from, MonotonicTime now)
    {
        if (_waiting.Count == 0 && TryCount(now))
        {
            return true;
        }

        if (_waiting.Count < WaitingLimit && _known.Add(from))
        {
            _waiting.Enqueue(from);
        }

        return false;
    }

    /// <summary>Takes the request that has waited longest, if its turn has come.</summary>
    public Peer? TakeNext(MonotonicTime now)
    {
        if (_waiting.Count == 0 || !TryCount(now))
        {
            return null;
        }

        Peer next = _waiting.Dequeue();
        _known.Remove(next);
        return next;
    }

    private bool TryCount(MonotonicTime now)
    {
        if (now >= _windowEnd)
        {
            _windowEnd = now + settings.GossipInterval;
            _served = 0;
        }

        if (_served >= settings.SyncsServedLimit)
        {
            return false;
        }

        _served++;
        return true;
    }
}
