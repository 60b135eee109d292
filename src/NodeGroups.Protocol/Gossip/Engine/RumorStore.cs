using System.Runtime.InteropServices;
using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>The rumors of one group: what is known of each origin, and the payloads retained for repair.</summary>
/// <remarks>
/// Retention is limited by count, bytes and age; what came first goes first. Known sequences outlive retention: of a
/// member always, of another origin until nobody has mentioned it for <see cref="GossipSettings.OriginMemory"/>.
/// </remarks>
internal sealed class RumorStore(GossipSettings settings, NodeId self, Predicate<NodeId> isMember)
{
    private readonly OriginTable _origins = new(settings, self, isMember);
    private StoredRumor? _first;
    private StoredRumor? _last;

    /// <summary>Gets the origins, in the order in which they were first heard of.</summary>
    public IReadOnlyList<OriginLog> Origins => _origins.All;

    /// <summary>Gets how many rumors are retained.</summary>
    public int Count { get; private set; }

    /// <summary>Gets how many payload bytes are retained.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gets a value indicating whether the next rumor pushes out the oldest.</summary>
    public bool IsFull => Count >= settings.RetainedRumorsLimit || Bytes >= settings.RetainedBytesLimit;

    /// <summary>Gets when the oldest retained rumor came; zero when there is none.</summary>
    public MonotonicTime OldestArrival => _first?.Arrived ?? MonotonicTime.Zero;

    /// <summary>Finds an origin.</summary>
    public OriginLog? FindOrigin(NodeId origin) => _origins.Find(origin);

    /// <summary>Finds or adds an origin; null when it is a stranger for whom there is no room.</summary>
    public OriginLog? GetOrigin(NodeId origin, MonotonicTime now)
    {
        Expire(now);
        return _origins.Get(origin, now);
    }

    /// <summary>Finds a retained rumor.</summary>
    public StoredRumor? Find(NodeId origin, ulong sequence) => FindOrigin(origin)?.Find(sequence);

    /// <summary>Retains a rumor, and lets the oldest go that are then over a limit.</summary>
    /// <remarks>A payload that is a small part of a larger buffer is copied, so that the buffer is not
    /// kept.</remarks>
    public StoredRumor Add(RumorMessage message, OriginLog origin, MonotonicTime now)
    {
        StoredRumor rumor = new(Own(message), origin, now);
        origin.Add(rumor);
        if (_last is null)
        {
            _first = rumor;
        }
        else
        {
            _last.Next = rumor;
        }

        _last = rumor;
        Count++;
        Bytes += message.Payload.Length;
        while (_first != rumor && (Count > settings.RetainedRumorsLimit || Bytes > settings.RetainedBytesLimit))
        {
            RemoveFirst();
        }

        return rumor;
    }

    /// <summary>Lets go what is older than the retention.</summary>
    public void Expire(MonotonicTime now)
    {
        while (_first is not null && now - _first.Arrived >= settings.Retention)
        {
            RemoveFirst();
        }
    }

    /// <summary>Sets the strategy's bits of every rumor to 0.</summary>
    public void ClearStates()
    {
        for (StoredRumor? rumor = _first; rumor is not null; rumor = rumor.Next)
        {
            rumor.State = 0;
        }
    }

    /// <summary>
    /// Lets every payload go; what is known stays known. Origins are as if not yet met, so that no loss counts
    /// meanwhile.
    /// </summary>
    public void Clear()
    {
        while (_first is not null)
        {
            RemoveFirst();
        }

        foreach (OriginLog origin in _origins.All)
        {
            origin.IsFresh = true;
        }
    }

    /// <summary>Forgets origins that have gone; see <see cref="OriginTable.Forget"/>.</summary>
    public MonotonicTime ForgetOrigins(GroupView view, MonotonicTime now) => _origins.Forget(view, now);

    private static RumorMessage Own(RumorMessage message)
    {
        int length = message.Payload.Length;
        bool isOwn = MemoryMarshal.TryGetArray(message.Payload, out ArraySegment<byte> segment)
            && (segment.Array is null || segment.Array.Length - length <= Math.Max(64, length / 4));
        return isOwn ? message : message with { Payload = message.Payload.ToArray() };
    }

    private void RemoveFirst()
    {
        StoredRumor gone = _first!;
        _first = gone.Next;
        if (_first is null)
        {
            _last = null;
        }

        gone.Next = null;
        gone.Origin.Remove(gone.Message.Sequence);
        Count--;
        Bytes -= gone.Message.Payload.Length;
    }
}
