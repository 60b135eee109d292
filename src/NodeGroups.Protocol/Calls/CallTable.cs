namespace NodeGroups.Protocol;

/// <summary>The calls that wait here for an answer and the invocations that run here for others.</summary>
internal sealed class CallTable(MachineSettings settings, NodeCounters counters)
{
    /// <summary>When <see cref="Advance"/> is wanted next.</summary>
    public MonotonicTime NextDeadline { get; private set; } = MonotonicTime.Never;

    /// <summary>Starts a call to another node or to this one.</summary>
    public void Start(StartCall command, MonotonicTime now, IEffects effects)
    {
        _ = settings;
        _ = counters;
    }

    /// <summary>Gives up a call.</summary>
    public void Cancel(CancelCall command, MonotonicTime now, IEffects effects) => NextDeadline = now;

    /// <summary>A request of a peer: run it unless it is a duplicate.</summary>
    public void Receive(in Peer from, CallRequest message, MonotonicTime now, IEffects effects) => NextDeadline = now;

    /// <summary>An answer of a peer.</summary>
    public void Receive(in Peer from, CallReply message, MonotonicTime now, IEffects effects) => NextDeadline = now;

    /// <summary>A peer no longer waits for an invocation.</summary>
    public void Receive(in Peer from, CallCancel message, MonotonicTime now, IEffects effects) => NextDeadline = now;

    /// <summary>An invocation ended here: answer its caller.</summary>
    public void Complete(CompleteInvocation command, MonotonicTime now, IEffects effects) => NextDeadline = now;

    /// <summary>A peer is dead, left, replaced or its connection was lost: calls that wait for it end as unreachable, its invocations are cancelled.</summary>
    public void PeerLost(in Peer peer, MonotonicTime now, IEffects effects) => NextDeadline = now;

    /// <summary>Ends what is overdue.</summary>
    public void Advance(MonotonicTime now, IEffects effects) => NextDeadline = MonotonicTime.Never;
}
