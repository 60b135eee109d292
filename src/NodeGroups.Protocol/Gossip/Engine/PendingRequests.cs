using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// The rumors asked for and not yet had, so that an answer is known as one and no rumor is asked for twice at a
/// time. Bounded.
/// </summary>
internal sealed class PendingRequests
{
    private const int Limit = 16_384;
    private readonly Dictionary<(NodeId Origin, ulong Sequence), (NodeId Peer, MonotonicTime Time)> _asked = [];

    /// <summary>Notes a request.</summary>
    /// <returns>False when the same was asked for less than <paramref name="patience"/> ago.</returns>
    public bool TryAsk(NodeId origin, ulong sequence, NodeId peer, MonotonicTime now, TimeSpan patience)
    {
        if (_asked.TryGetValue((origin, sequence), out (NodeId Peer, MonotonicTime Time) before)
            && now - before.Time < patience)
        {
            return false;
        }

        if (_asked.Count >= Limit)
        {
            _asked.Clear();
        }

        _asked[(origin, sequence)] = (peer, now);
        return true;
    }

    /// <summary>A payload has come, for the first time or again.</summary>
    /// <returns>True when it is the answer of the peer that was asked last.</returns>
    public bool Complete(NodeId origin, ulong sequence, NodeId from) =>
        _asked.Count > 0
        && _asked.TryGetValue((origin, sequence), out (NodeId Peer, MonotonicTime Time) asked)
        && asked.Peer == from
        && _asked.Remove((origin, sequence));

    /// <summary>Forgets all requests.</summary>
    public void Clear() => _asked.Clear();
}
