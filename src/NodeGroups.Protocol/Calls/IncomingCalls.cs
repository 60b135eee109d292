namespace NodeGroups.Protocol.Calls;

/// <summary>What one caller has asked of this node: the numbers seen, and the invocations that run.</summary>
internal sealed class IncomingCalls(NodeId caller)
{
    private readonly CallNumberWindow _seen = new();
    private readonly Dictionary<ulong, Invocation> _running = [];
    private CallNumberWindow? _seenByAddress;

    /// <summary>Who asks.</summary>
    public NodeId Caller { get; } = caller;

    /// <summary>Where the caller listens, as last heard.</summary>
    public NodeAddress Address { get; set; }

    /// <summary>When the caller last asked.</summary>
    public MonotonicTime LastUsed { get; set; }

    /// <summary>How many invocations run.</summary>
    public int RunningCount => _running.Count;

    /// <summary>Notes a call number.</summary>
    /// <returns>False when the request is a repetition.</returns>
    public bool TryNote(ulong callId)
    {
        ulong number = callId & ~CallTable.ByAddressFlag;
        return (callId & CallTable.ByAddressFlag) == 0
            ? _seen.TryAdd(number)
            : (_seenByAddress ??= new CallNumberWindow()).TryAdd(number);
    }

    /// <summary>Adds a running invocation.</summary>
    public void Add(Invocation invocation) => _running.Add(invocation.CallId, invocation);

    /// <summary>Finds a running invocation.</summary>
    public Invocation? Find(ulong callId) => _running.GetValueOrDefault(callId);

    /// <summary>Removes a running invocation.</summary>
    public void Remove(Invocation invocation) => _running.Remove(invocation.CallId);

    /// <summary>Copies the running invocations, in the order of their numbers.</summary>
    public Invocation[] ToOrderedArray()
    {
        Invocation[] running = [.. _running.Values];
        Array.Sort(running, static (left, right) => left.CallId.CompareTo(right.CallId));
        return running;
    }
}
