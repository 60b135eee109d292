namespace NodeGroups.Protocol.Calls;

/// <summary>The calls that wait for one peer.</summary>
internal sealed class OutgoingCalls(Peer target)
{
    private readonly Dictionary<ulong, PendingCall> _waiting = [];

    /// <summary>Whom they were sent to; the address may change while the id stays.</summary>
    public Peer Target { get; set; } = target;

    /// <summary>The number of the latest call to this peer.</summary>
    public ulong LastNumber { get; set; }

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Adds a call.</summary>
    public void Add(PendingCall call) => _waiting.Add(call.CallId, call);

    /// <summary>Finds a call by its number.</summary>
    public PendingCall? Find(ulong callId) => _waiting.GetValueOrDefault(callId);

    /// <summary>Removes a call.</summary>
    public void Remove(PendingCall call) => _waiting.Remove(call.CallId);

    /// <summary>Copies the calls that wait, in the order of their numbers.</summary>
    public PendingCall[] ToOrderedArray()
    {
        PendingCall[] calls = [.. _waiting.Values];
        Array.Sort(calls, static (left, right) => left.CallId.CompareTo(right.CallId));
        return calls;
    }
}
