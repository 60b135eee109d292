using NodeGroups.Protocol.Calls;

namespace NodeGroups.Protocol;

/// <summary>The calls that wait here for an answer and the invocations that run here for others.</summary>
/// <remarks>
/// A caller counts its calls to each peer: 1, 2, 3... Calls to an address whose node id is not known yet have a count
/// of their own, marked by <see cref="ByAddressFlag"/>, so that the receiver, who keeps a window of numbers for each
/// caller, runs every request at most once. Every call started ends exactly once; no answer is taken from anybody but
/// the peer asked. A call is given up at its deadline, when cancelled and when its peer is lost; the first two tell
/// the peer.
/// </remarks>
internal sealed class CallTable(MachineSettings settings, NodeCounters counters)
{
    /// <summary>Marks the number of a call to an address whose node id the caller did not know.</summary>
    public const ulong ByAddressFlag = 1UL << 62;

    /// <summary>How long the last answers of a peer that has left may be on their way.</summary>
    private static readonly TimeSpan s_lastAnswersTimeout = TimeSpan.FromSeconds(1);

    private readonly Dictionary<long, PendingCall> _byToken = [];
    private readonly DeadlineHeap<PendingCall> _deadlines = new();
    private readonly OutgoingTable _outgoing = new(settings);
    private readonly IncomingTable _incoming = new(settings, counters);

    /// <summary>When <see cref="Advance"/> is wanted next.</summary>
    public MonotonicTime NextDeadline => MonotonicTime.Min(_deadlines.Next, _incoming.NextDeadline);

    private Peer Self => new(settings.Id, settings.Address);

    /// <summary>Starts a call to another node or to this one.</summary>
    public void Start(StartCall command, MonotonicTime now, IEffects effects)
    {
        counters.CallsStarted++;
        if (command.Timeout <= TimeSpan.Zero)
        {
            effects.CallCompleted(command.Token, CallResult.TimedOut, "", default);
            return;
        }

        OutgoingCalls? peer = _outgoing.GetOrAdd(command.Target);
        if (peer is null || peer.Count >= settings.PendingCallsPerPeer)
        {
            effects.CallCompleted(command.Token, CallResult.Busy, "", default);
            return;
        }

        PendingCall call = new()
        {
            Token = command.Token, CallId = _outgoing.NextCallId(peer), Owner = peer, Deadline = now + command.Timeout,
        };
        _byToken.Add(command.Token, call);
        peer.Add(call);
        _deadlines.Add(call);
        CallRequest request = new(
            call.CallId, command.Group, command.Method, command.Timeout, command.TraceParent, command.Payload);
        if (IsSelf(peer))
        {
            counters.CallsServed++;
            effects.Invoke(Self, request);
        }
        else
        {
            effects.Send(peer.Target, request);
        }
    }

    /// <summary>Gives up a call.</summary>
    public void Cancel(CancelCall command, MonotonicTime now, IEffects effects)
    {
        if (_byToken.TryGetValue(command.Token, out PendingCall? call))
        {
            GiveUp(call, CallResult.Cancelled, effects);
        }
    }

    /// <summary>A request of a peer: run it unless it is a duplicate.</summary>
    public void Receive(in Peer from, CallRequest message, MonotonicTime now, IEffects effects) =>
        _incoming.Receive(from, message, now, effects);

    /// <summary>An answer of a peer.</summary>
    public void Receive(in Peer from, CallReply message, MonotonicTime now, IEffects effects)
    {
        if (_outgoing.FindCall(from, message.CallId) is { } call)
        {
            End(call, message.Result, message.ErrorText, message.Payload, effects);
        }
        else
        {
            counters.CallsDropped++;
        }
    }

    /// <summary>A peer no longer waits for an invocation.</summary>
    public void Receive(in Peer from, CallCancel message, MonotonicTime now, IEffects effects) =>
        _incoming.Receive(from, message, effects);

    /// <summary>An invocation ended here: answer its caller.</summary>
    public void Complete(CompleteInvocation command, MonotonicTime now, IEffects effects)
    {
        string errorText = WireLimits.CutErrorText(command.ErrorText);
        CallReply reply = new(command.CallId, command.Result, errorText, command.Payload);
        if (command.Caller.Id == settings.Id)
        {
            Receive(Self, reply, now, effects);
        }
        else
        {
            _incoming.Complete(command.Caller, reply, effects);
        }
    }

    /// <summary>
    /// A peer is dead, replaced or its connection was lost: what waits for it ends as unreachable.
    /// </summary>
    /// <remarks>Its invocations are cancelled if its id is known: an address alone may be another life's.</remarks>
    /// <param name="peer">The peer.</param>
    /// <param name="isAddressTaken">Whether another life has its address: it gets what waits for the address.</param>
    /// <param name="why">What the callers are told.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the endings go.</param>
    public void PeerLost(in Peer peer, bool isAddressTaken, string why, MonotonicTime now, IEffects effects)
    {
        foreach (OutgoingCalls lost in _outgoing.FindAll(peer, isAddressTaken))
        {
            foreach (PendingCall call in lost.ToOrderedArray())
            {
                End(call, CallResult.Unreachable, why, default, effects);
            }
        }

        _incoming.CallerLost(peer.Id, effects);
    }

    /// <summary>
    /// A peer has left: it answered before, but its farewell, which others pass on, may overtake its answers.
    /// </summary>
    /// <param name="peer">The peer.</param>
    /// <param name="isAddressTaken">Whether another life has its address: it gets what waits for the address.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the endings go.</param>
    public void PeerLeft(in Peer peer, bool isAddressTaken, MonotonicTime now, IEffects effects)
    {
        MonotonicTime last = now + s_lastAnswersTimeout;
        foreach (OutgoingCalls left in _outgoing.FindAll(peer, isAddressTaken))
        {
            foreach (PendingCall call in left.ToOrderedArray())
            {
                if (call.Deadline > last)
                {
                    _deadlines.Remove(call);
                    call.Deadline = last;
                    call.HasPeerLeft = true;
                    _deadlines.Add(call);
                }
            }
        }

        _incoming.CallerLost(peer.Id, effects);
    }

    /// <summary>Ends what is overdue.</summary>
    public void Advance(MonotonicTime now, IEffects effects)
    {
        while (_deadlines.TakeDue(now) is { } call)
        {
            if (call.HasPeerLeft)
            {
                End(call, CallResult.Unreachable, "It has left the cluster.", default, effects);
            }
            else
            {
                GiveUp(call, CallResult.TimedOut, effects);
            }
        }

        _incoming.Advance(now, effects);
    }

    private bool IsSelf(OutgoingCalls peer) =>
        peer.Target.Id == settings.Id || (peer.Target.Id.IsNone && peer.Target.Address == settings.Address);

    private void GiveUp(PendingCall call, CallResult result, IEffects effects)
    {
        if (IsSelf(call.Owner))
        {
            effects.CancelInvocation(Self, call.CallId);
        }
        else
        {
            effects.Send(call.Owner.Target, new CallCancel(call.CallId));
        }

        End(call, result, "", default, effects);
    }

    private void End(
        PendingCall call, CallResult result, string errorText, ReadOnlyMemory<byte> payload, IEffects effects)
    {
        _byToken.Remove(call.Token);
        call.Owner.Remove(call);
        if (call.HeapIndex >= 0)
        {
            _deadlines.Remove(call);
        }

        effects.CallCompleted(call.Token, result, errorText, payload);
    }
}
