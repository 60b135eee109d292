namespace NodeGroups.Protocol;

/// <summary>A message of membership or failure detection; it may carry member records (piggyback).</summary>
/// <param name="Updates">Member records, at most <see cref="ProtocolLimits.MembersPerMessage"/>.</param>
public abstract record MembershipMessage(IReadOnlyList<Member> Updates) : ProtocolMessage
{
    /// <inheritdoc/>
    public override bool IsMembership => true;
}

/// <summary>Asks "are you there?"; answered by <see cref="Ack"/>.</summary>
/// <param name="Sequence">Chosen by the prober; comes back in the answer.</param>
/// <param name="Updates">Piggyback.</param>
public sealed record Ping(uint Sequence, IReadOnlyList<Member> Updates) : MembershipMessage(Updates);

/// <summary>Answers a <see cref="Ping"/>, or passes on that the target of a <see cref="PingRequest"/>
/// answered.</summary>
/// <param name="Sequence">The sequence of the ping or ping request.</param>
/// <param name="Updates">Piggyback.</param>
public sealed record Ack(uint Sequence, IReadOnlyList<Member> Updates) : MembershipMessage(Updates);

/// <summary>Asks a helper to ping a member and pass on what it answers. It names a member, never an address.</summary>
/// <param name="Sequence">Chosen by the prober.</param>
/// <param name="Target">The member to ping.</param>
/// <param name="Updates">Piggyback.</param>
public sealed record PingRequest(uint Sequence, NodeId Target, IReadOnlyList<Member> Updates)
    : MembershipMessage(Updates);

/// <summary>Tells the sender of a <see cref="PingRequest"/> that the helper works but the target did not
/// answer.</summary>
/// <param name="Sequence">The sequence of the ping request.</param>
/// <param name="Refused">True when the target's address refused or reset a connection: hard evidence, not only
/// silence.</param>
/// <param name="Updates">Piggyback.</param>
public sealed record Nack(uint Sequence, bool Refused, IReadOnlyList<Member> Updates) : MembershipMessage(Updates);

/// <summary>Spreads member records that changed.</summary>
/// <param name="Updates">The records.</param>
public sealed record MemberUpdates(IReadOnlyList<Member> Updates) : MembershipMessage(Updates);

/// <summary>Sends everything the sender knows of the members; a request is answered in kind.</summary>
/// <param name="IsRequest">True when the receiver should answer with what it knows.</param>
/// <param name="IsLast">False when further parts of the same sync follow (a large view takes several messages).</param>
/// <param name="Updates">The records of this part, the sender's own among those of the first.</param>
public sealed record Sync(bool IsRequest, bool IsLast, IReadOnlyList<Member> Updates) : MembershipMessage(Updates);
