namespace NodeGroups.Protocol.Calls;

/// <summary>The invocations that run here for other nodes, and what tells a repeated request.</summary>
/// <remarks>
/// It remembers 8,192 callers; a further one takes the place of the caller without invocations that was silent longest.
/// Where there is none, and beyond <see cref="MachineSettings.PendingCallsPerPeer"/> invocations of one caller, the
/// answer is <see cref="CallResult.Busy"/>.
/// </remarks>
internal sealed class IncomingTable(MachineSettings settings, NodeCounters counters)
{
    private const int CallersLimit = 8192;
    private readonly Dictionary<NodeId, IncomingCalls> _callers =
        new(new SeededIdComparer(DeterministicRandom.Mix(~settings.RandomSeed)));

    private readonly List<IncomingCalls> _all = [];
    private readonly DeadlineHeap<Invocation> _deadlines = new();

    /// <summary>When <see cref="Advance"/> is wanted next.</summary>
    public MonotonicTime NextDeadline => _deadlines.Next;

    /// <summary>Takes in a request.</summary>
    public void Receive(in Peer from, CallRequest request, MonotonicTime now, IEffects effects)
    {
        IncomingCalls? caller = request.Timeout > TimeSpan.Zero ? GetOrAdd(from, now) : null;
        if (request.Timeout <= TimeSpan.Zero || caller?.TryNote(request.CallId) == false)
        {
            counters.CallsDropped++;
            return;
        }

        if (caller is null || caller.RunningCount >= settings.PendingCallsPerPeer)
        {
            effects.Send(from, new CallReply(request.CallId, CallResult.Busy, "", default));
            return;
        }

        Invocation invocation = new() { CallId = request.CallId, Owner = caller, Deadline = now + request.Timeout };
        caller.Add(invocation);
        _deadlines.Add(invocation);
        counters.CallsServed++;
        effects.Invoke(from, request);
    }

    /// <summary>Takes in a cancellation.</summary>
    public void Receive(in Peer from, CallCancel cancel, IEffects effects)
    {
        if (_callers.TryGetValue(from.Id, out IncomingCalls? caller) && caller.Find(cancel.CallId) is { } invocation)
        {
            Stop(invocation, effects);
        }
        else
        {
            counters.CallsDropped++;
        }
    }

    /// <summary>Sends an answer, unless nobody waits any more.</summary>
    public void Complete(in Peer to, CallReply reply, IEffects effects)
    {
        if (!_callers.TryGetValue(to.Id, out IncomingCalls? caller) || caller.Find(reply.CallId) is not { } invocation)
        {
            counters.CallsDropped++;
            return;
        }

        caller.Remove(invocation);
        _deadlines.Remove(invocation);
        effects.Send(new Peer(caller.Caller, caller.Address), reply);
    }

    /// <summary>A caller is lost: its invocations are cancelled.</summary>
    public void CallerLost(NodeId id, IEffects effects)
    {
        if (!_callers.TryGetValue(id, out IncomingCalls? caller))
        {
            return;
        }

        foreach (Invocation invocation in caller.ToOrderedArray())
        {
            Stop(invocation, effects);
        }
    }

    /// <summary>Cancels what is overdue: its caller has stopped waiting.</summary>
    public void Advance(MonotonicTime now, IEffects effects)
    {
        while (_deadlines.TakeDue(now) is { } invocation)
        {
            Stop(invocation, effects);
        }
    }

    private void Stop(Invocation invocation, IEffects effects)
    {
        invocation.Owner.Remove(invocation);
        if (invocation.HeapIndex >= 0)
        {
            _deadlines.Remove(invocation);
        }

        effects.CancelInvocation(new Peer(invocation.Owner.Caller, invocation.Owner.Address), invocation.CallId);
    }

    private IncomingCalls? GetOrAdd(in Peer from, MonotonicTime now)
    {
        if (!_callers.TryGetValue(from.Id, out IncomingCalls? caller))
        {
            if (_all.Count >= CallersLimit && !TryEvict())
            {
                return null;
            }

            caller = new IncomingCalls(from.Id);
            _callers.Add(from.Id, caller);
            _all.Add(caller);
        }

        caller.Address = from.Address;
        caller.LastUsed = now;
        return caller;
    }

    /// <summary>Forgets the caller that has been silent longest and has nothing running.</summary>
    private bool TryEvict()
    {
        IncomingCalls? victim = null;
        foreach (IncomingCalls caller in _all)
        {
            if (caller.RunningCount == 0 && (victim is null || caller.LastUsed < victim.LastUsed))
            {
                victim = caller;
            }
        }

        if (victim is null)
        {
            return false;
        }

        _all.Remove(victim);
        _callers.Remove(victim.Caller);
        return true;
    }
}
