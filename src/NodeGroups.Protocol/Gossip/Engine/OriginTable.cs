using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>What one group here knows of each origin: room for every member of the cluster, and a little for
/// strangers.</summary>
/// <remarks>
/// A rumor may overtake the news of its origin's membership, so strangers are let in, but only
/// <see cref="GossipSettings.StrangersLimit"/> of them at a time. One that nobody has mentioned for
/// <see cref="GossipSettings.Retention"/> gives way to another: before that, a copy still under way would be
/// delivered twice. What is refused is not lost when the origin proves to be a member: repair fetches it then.
/// </remarks>
internal sealed class OriginTable(GossipSettings settings, NodeId self, Predicate<NodeId> isMember)
{
    private readonly Dictionary<NodeId, OriginLog> _byOrigin = [];
    private readonly List<OriginLog> _origins = [];
    private int _strangers;
    private MonotonicTime _nextLook = MonotonicTime.Zero;

    /// <summary>Gets the origins, in the order in which they were first heard of.</summary>
    public IReadOnlyList<OriginLog> All => _origins;

    /// <summary>Finds an origin.</summary>
    public OriginLog? Find(NodeId origin) => _byOrigin.GetValueOrDefault(origin);

    /// <summary>Finds or adds this node or another origin; null when it is a stranger and there is no room.</summary>
    public OriginLog? Get(NodeId origin, MonotonicTime now)
    {
        if (_byOrigin.TryGetValue(origin, out OriginLog? log))
        {
            log.Mentioned = now;
            return log;
        }

        bool isStranger = origin != self && !isMember(origin);
        if (isStranger && !HasRoomForStranger(now))
        {
            return null;
        }

        if (_origins.Count >= ProtocolLimits.Members + settings.StrangersLimit)
        {
            // Not all of these are members: as many of the others go as were let in as strangers, the oldest first.
            LookForRoom(now, mustForget: true);
        }

        _strangers += isStranger ? 1 : 0;
        log = new OriginLog(origin, settings.WindowSize) { Mentioned = now };
        _byOrigin.Add(origin, log);
        _origins.Add(log);
        return log;
    }

    /// <summary>Forgets the origins that are no members of the group, retain nothing and have not been mentioned for
    /// long.</summary>
    /// <param name="view">The members of the group.</param>
    /// <param name="now">The time.</param>
    /// <returns>When to look again; never when every origin is a member.</returns>
    public MonotonicTime Forget(GroupView view, MonotonicTime now)
    {
        MonotonicTime next = MonotonicTime.Never;
        int before = _origins.Count;
        foreach (OriginLog log in _origins)
        {
            if (log.Origin == self || view.Contains(log.Origin))
            {
                log.Mentioned = MonotonicTime.Max(log.Mentioned, now);
                continue;
            }

            MonotonicTime end = log.Mentioned + settings.OriginMemory;
            if (log.RetainedCount == 0 && end <= now)
            {
                _byOrigin.Remove(log.Origin);
            }
            else
            {
                next = MonotonicTime.Min(next, MonotonicTime.Max(end, now + (settings.OriginMemory / 8)));
            }
        }

        RemoveForgotten();
        if (_origins.Count < before)
        {
            _nextLook = now;
        }

        return next;
    }

    /// <summary>Counts anew when the room seems used up: some have become members, some are old. Seldom, since a
    /// flood must not be able to order work.</summary>
    private bool HasRoomForStranger(MonotonicTime now)
    {
        if (_strangers >= settings.StrangersLimit && now >= _nextLook)
        {
            _nextLook = now + settings.RepairInterval;
            LookForRoom(now, mustForget: false);
        }

        return _strangers < settings.StrangersLimit;
    }

    /// <summary>Counts the strangers, and forgets the oldest until half of their room is free: those that may be, or
    /// all of them.</summary>
    private void LookForRoom(MonotonicTime now, bool mustForget)
    {
        List<OriginLog> strangers = _origins.FindAll(log => log.Origin != self && !isMember(log.Origin));
        _strangers = strangers.Count;
        if (_strangers < settings.StrangersLimit)
        {
            return;
        }

        strangers.Sort(
            static (left, right) => (left.Mentioned, left.Origin).CompareTo((right.Mentioned, right.Origin)));
        foreach (OriginLog log in strangers)
        {
            bool mayGo = log.RetainedCount == 0 && now - log.Mentioned >= settings.Retention;
            if (_strangers <= settings.StrangersLimit / 2 || !(mayGo || mustForget))
            {
                break;
            }

            _byOrigin.Remove(log.Origin);
            _strangers--;
        }

        RemoveForgotten();
    }

    private void RemoveForgotten()
    {
        if (_byOrigin.Count < _origins.Count)
        {
            _origins.RemoveAll(log => !_byOrigin.ContainsKey(log.Origin));
        }
    }
}
