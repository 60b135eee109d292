namespace NodeGroups.Protocol;

/// <summary>What a shell tells its machine to do; a closed set.</summary>
public abstract record NodeCommand
{
    private protected NodeCommand()
    {
    }
}

/// <summary>Makes this node a member of a live group, or gives a group it is in other options.</summary>
/// <param name="Group">The group; not a reserved name.</param>
/// <param name="Options">How rumors spread.</param>
public sealed record JoinGroup(GroupName Group, GroupGossipOptions Options) : NodeCommand;

/// <summary>Ends this node's membership of a live group; does nothing when it is no member.</summary>
/// <param name="Group">The group.</param>
public sealed record LeaveGroup(GroupName Group) : NodeCommand;

/// <summary>Puts a defined group on this node, in place of any view of that name; it stays local.</summary>
/// <param name="Group">The group; not a reserved name.</param>
/// <param name="Members">Who is in it. A peer without an id is resolved through its address.</param>
/// <param name="Options">How rumors spread.</param>
public sealed record DefineGroup(GroupName Group, IReadOnlyList<Peer> Members, GroupGossipOptions Options)
    : NodeCommand;

/// <summary>Deletes a defined group from this node; does nothing when there is none.</summary>
/// <param name="Group">The group.</param>
public sealed record UndefineGroup(GroupName Group) : NodeCommand;

/// <summary>Sets how rumors spread in a group that this node knows, the built-in <c>all</c> included.</summary>
/// <param name="Group">The group.</param>
/// <param name="Options">How rumors spread.</param>
public sealed record ConfigureGroup(GroupName Group, GroupGossipOptions Options) : NodeCommand;

/// <summary>Publishes a rumor; answered by <see cref="IEffects.Published"/>: at once, but for a large payload when
/// there is room for it.</summary>
/// <param name="Token">Comes back in the answer.</param>
/// <param name="Group">A group this node knows.</param>
/// <param name="Kind">What the payload is.</param>
/// <param name="Topic">The topic or method.</param>
/// <param name="Payload">The bytes; must not change afterwards.</param>
public sealed record PublishRumor(
    long Token, GroupName Group, RumorKind Kind, string Topic, ReadOnlyMemory<byte> Payload)
    : NodeCommand
{
    /// <summary>Gets the description that <see cref="LargePayload.Describe"/> made of the payload; the machine makes
    /// one when a large payload comes without.</summary>
    /// <value>Empty.</value>
    public ReadOnlyMemory<byte> Description { get; init; }
}

/// <summary>Says that this node's readers in a group have fallen behind, so that those who publish hold back; or that
/// they have caught up.</summary>
/// <param name="Group">The group.</param>
/// <param name="IsSlow">Whether they are behind.</param>
public sealed record SetReaderPressure(GroupName Group, bool IsSlow) : NodeCommand;

/// <summary>Calls one node, this one included; answered by <see cref="IEffects.CallCompleted"/> at the time-out at
/// the latest.</summary>
/// <param name="Token">Comes back in the answer; unique among the calls that wait.</param>
/// <param name="Target">Whom.</param>
/// <param name="Group">The group through which it is addressed, or none.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Timeout">How long to wait; positive.</param>
/// <param name="TraceParent">W3C trace context, or empty.</param>
/// <param name="Payload">The bytes; must not change afterwards.</param>
public sealed record StartCall(
    long Token, Peer Target, GroupName Group, string Method, TimeSpan Timeout, string TraceParent,
    ReadOnlyMemory<byte> Payload)
    : NodeCommand;

/// <summary>Gives up a call; it completes as <see cref="CallResult.Cancelled"/> unless it has ended already.</summary>
/// <param name="Token">The call's token.</param>
public sealed record CancelCall(long Token) : NodeCommand;

/// <summary>Says how an invocation ended; ignored when nobody waits any more.</summary>
/// <param name="Caller">Who had asked.</param>
/// <param name="CallId">The request's number.</param>
/// <param name="Result">How it ended.</param>
/// <param name="ErrorText">For people; cut to <see cref="ProtocolLimits.ErrorTextBytes"/>.</param>
/// <param name="Payload">The value's bytes.</param>
public sealed record CompleteInvocation(
    Peer Caller, ulong CallId, CallResult Result, string ErrorText, ReadOnlyMemory<byte> Payload) : NodeCommand;

/// <summary>Tells what the transport noticed about a peer: evidence, not a verdict.</summary>
/// <param name="Peer">The peer; without an id when only the address is known.</param>
/// <param name="Signal">What was noticed.</param>
public sealed record ReportPeerSignal(Peer Peer, PeerSignal Signal) : NodeCommand;

/// <summary>Leaves the cluster: farewell to all, then <see cref="IEffects.LeaveCompleted"/>.</summary>
public sealed record LeaveCluster : NodeCommand;

/// <summary>Tells members about newcomers now, instead of waiting until the news gets around.</summary>
/// <param name="Newcomers">About whom; those this node does not know as present are left out.</param>
/// <param name="Receivers">Whom; this node and those it does not know as present are left out.</param>
public sealed record Introduce(IReadOnlyList<NodeId> Newcomers, IReadOnlyList<NodeId> Receivers) : NodeCommand;

/// <summary>Ends the quiet beginning of this node (<see cref="MachineSettings.QuietLimit"/>); nothing when it is
/// over.</summary>
public sealed record EndQuiet : NodeCommand;
