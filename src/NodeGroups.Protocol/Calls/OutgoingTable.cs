namespace NodeGroups.Protocol.Calls;

/// <summary>Finds the calls that wait for a peer, by its node id or, where that is not known, by its address.</summary>
internal sealed class OutgoingTable(MachineSettings settings)
{
    private readonly Dictionary<NodeId, OutgoingCalls> _byId =
        new(new SeededIdComparer(DeterministicRandom.Mix(settings.RandomSeed)));

    private readonly Dictionary<NodeAddress, OutgoingCalls> _byAddress = [];
    private readonly List<OutgoingCalls> _all = [];
    private ulong _lastByAddress;
    private ulong _lastForgotten;

    /// <summary>Gets the calls to a peer.</summary>
    /// <returns>Null when it is one peer too many: so many others still owe an answer.</returns>
    public OutgoingCalls? GetOrAdd(in Peer target)
    {
        OutgoingCalls? calls;
        if (target.Id.IsNone
            ? _byAddress.TryGetValue(target.Address, out calls)
            : _byId.TryGetValue(target.Id, out calls))
        {
            calls.Target = target;
            return calls;
        }

        if (!TryMakeRoom())
        {
            return null;
        }

        calls = new OutgoingCalls(target) { LastNumber = _lastForgotten };
        _all.Add(calls);
        if (target.Id.IsNone)
        {
            _byAddress.Add(target.Address, calls);
        }
        else
        {
            _byId.Add(target.Id, calls);
        }

        return calls;
    }

    /// <summary>Counts a new call.</summary>
    public ulong NextCallId(OutgoingCalls peer) =>
        peer.Target.Id.IsNone ? ++_lastByAddress | CallTable.ByAddressFlag : ++peer.LastNumber;

    /// <summary>Finds the call that an answer is for.</summary>
    /// <returns>Null when it has ended, or was made to somebody else.</returns>
    public PendingCall? FindCall(in Peer from, ulong callId)
    {
        if ((callId & CallTable.ByAddressFlag) == 0)
        {
            return _byId.TryGetValue(from.Id, out OutgoingCalls? calls) ? calls.Find(callId) : null;
        }

        if (_byAddress.TryGetValue(from.Address, out OutgoingCalls? direct) && direct.Find(callId) is { } call)
        {
            return call;
        }

        // A peer called by its DNS name introduces itself by another address: the port must fit at least.
        foreach (OutgoingCalls calls in _all)
        {
            Peer target = calls.Target;
            if (target.Id.IsNone && target.Address.Port == from.Address.Port && !IsNumeric(target.Address.Host)
                && calls.Find(callId) is { } named)
            {
                return named;
            }
        }

        return null;
    }

    /// <summary>Finds all calls to a lost peer: by its id and, for those without, by its address if no other life has
    /// taken it.</summary>
    public List<OutgoingCalls> FindAll(in Peer peer, bool isAddressTaken)
    {
        List<OutgoingCalls> found = [];
        foreach (OutgoingCalls calls in _all)
        {
            Peer target = calls.Target;
            bool isMeant = peer.Id.IsNone || target.Id.IsNone
                ? !isAddressTaken && target.Address == peer.Address
                : target.Id == peer.Id;
            if (isMeant && calls.Count > 0)
            {
                found.Add(calls);
            }
        }

        return found;
    }

    private static bool IsNumeric(string host)
    {
        foreach (char c in host)
        {
            if (!char.IsAsciiDigit(c) && c is not ('.' or ':'))
            {
                return host.Contains(':', StringComparison.Ordinal);
            }
        }

        return true;
    }

    /// <summary>
    /// Forgets a peer that owes nothing. If it is called again, its numbers go on above the highest forgotten.
    /// </summary>
    private bool TryMakeRoom()
    {
        if (_all.Count < ProtocolLimits.Members)
        {
            return true;
        }

        int index = _all.FindIndex(static calls => calls.Count == 0);
        if (index < 0)
        {
            return false;
        }

        OutgoingCalls victim = _all[index];
        _all.RemoveAt(index);
        _lastForgotten = Math.Max(_lastForgotten, victim.LastNumber);
        _ = victim.Target.Id.IsNone ? _byAddress.Remove(victim.Target.Address) : _byId.Remove(victim.Target.Id);
        return true;
    }
}
