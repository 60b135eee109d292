using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// The rumors asked for and not yet had, so that an answer is known as one and no rumor is asked for twice at a
/// time. Bounded.
/// </summary>
internal sealed class PendingRequests
{
    private const int Limit = 16_384;
    private readonly Dictionary<(NodeId Origin, ulong Sequence), MonotonicTime> _asked = [];

    /// <summary>Notes a request.</summary>
    /// <returns>False when the same was asked for less than <paramref name="patience"/> ago.</returns>
    public bool TryAsk(NodeId origin, ulong sequence, MonotonicTime now, TimeSpan patience)
    {
        if (_asked.TryGetValue((origin, sequence), out MonotonicTime before) && now - before < patience)
        {
            return false;
        }

        if (_asked.Count >= Limit)
        {
            _asked.Clear();
        }

        _asked[(origin, sequence)] = now;
        return true;
    }

    /// <summary>A rumor has come.</summary>
    /// <returns>True when it had been asked for.</returns>
    public bool Complete(NodeId origin, ulong sequence) => _asked.Remove((origin, sequence));

    /// <summary>Forgets all requests.</summary>
    public void Clear() => _asked.Clear();
}
