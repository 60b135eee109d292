using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// Holds back this node's publications in one group: while a member asks for it because its readers are slow, and while
/// they would push rumors out of the store that are too young to have been repaired.
/// </summary>
/// <remarks>
/// A member's word holds for a second; it is renewed twice in that time. One that has held this node back
/// for <see cref="GossipSettings.HoldLimit"/> is not heeded until it has let go for as long: one stuck reader must not
/// stop all for ever. What waits is bounded.
/// </remarks>
internal sealed class PublicationGate(GossipSettings settings, RumorStore store)
{
    private const int WaitingLimit = 16_384;
    private readonly Queue<PublishRumor> _waiting = new();
    private readonly Dictionary<NodeId, (MonotonicTime Since, MonotonicTime Until)> _holders = [];

    /// <summary>Gets how long a member's word holds.</summary>
    public static TimeSpan HoldTime { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets when the first publication that waits may go on, if nobody renews a hold.</summary>
    public MonotonicTime Next { get; private set; } = MonotonicTime.Never;

    /// <summary>A member asks to hold back, or lets go.</summary>
    public void Note(NodeId member, bool isHold, MonotonicTime now)
    {
        if (!isHold)
        {
            _holders.Remove(member);
            Next = _waiting.Count > 0 ? now : MonotonicTime.Never;
            return;
        }

        if (!_holders.TryGetValue(member, out (MonotonicTime Since, MonotonicTime Until) hold)
            || now - hold.Until > settings.HoldLimit)
        {
            hold.Since = now;
        }

        _holders[member] = (hold.Since, now + HoldTime);
    }

    /// <summary>Forgets who is no member any more.</summary>
    public void KeepOnly(GroupView view)
    {
        foreach (NodeId holder in new List<NodeId>(_holders.Keys))
        {
            if (!view.Contains(holder))
            {
                _holders.Remove(holder);
            }
        }
    }

    /// <summary>Tells whether a publication must wait, behind others or because something holds it back.</summary>
    public bool MustWait(bool hasPeers, MonotonicTime now) => _waiting.Count > 0 || FindEnd(hasPeers, now) > now;

    /// <summary>Lets a publication wait.</summary>
    /// <returns>False when too many wait.</returns>
    public bool TryEnqueue(PublishRumor command, bool hasPeers, MonotonicTime now)
    {
        if (_waiting.Count >= WaitingLimit)
        {
            return false;
        }

        _waiting.Enqueue(command);
        Next = FindEnd(hasPeers, now);
        return true;
    }

    /// <summary>Takes a publication that need not wait any longer.</summary>
    public bool TryTake(bool hasPeers, MonotonicTime now, out PublishRumor? command)
    {
        MonotonicTime end = _waiting.Count == 0 ? MonotonicTime.Never : FindEnd(hasPeers, now);
        Next = end;
        command = null;
        return end <= now && _waiting.TryDequeue(out command);
    }

    /// <summary>Takes every publication, to be refused.</summary>
    public bool TryTakeAny(out PublishRumor? command)
    {
        Next = MonotonicTime.Never;
        _holders.Clear();
        return _waiting.TryDequeue(out command);
    }

    private MonotonicTime FindEnd(bool hasPeers, MonotonicTime now)
    {
        MonotonicTime end = now;
        if (hasPeers && store.IsFull)
        {
            end = MonotonicTime.Max(end, store.OldestArrival + settings.MinimumRetention);
        }

        foreach ((MonotonicTime since, MonotonicTime until) in _holders.Values)
        {
            if (now - since < settings.HoldLimit)
            {
                end = MonotonicTime.Max(end, until);
            }
        }

        return end;
    }
}
