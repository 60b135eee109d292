namespace NodeGroups.Protocol;

/// <summary>A message of the gossip engine; it belongs to one group.</summary>
/// <param name="Group">The group.</param>
public abstract record GossipEnvelope(GroupName Group) : ProtocolMessage;

/// <summary>Carries a rumor with its payload.</summary>
/// <param name="Group">The group.</param>
/// <param name="Origin">The node that published it.</param>
/// <param name="Sequence">The origin's count in the group.</param>
/// <param name="Hops">How many times it has been sent on the way here, this sending included: 1 from the
/// origin.</param>
/// <param name="Kind">What the payload is.</param>
/// <param name="Topic">The topic, or for an invocation the method.</param>
/// <param name="Payload">The application's bytes.</param>
/// <param name="Route">What the origin's strategy chose for all who pass it on; 0 when it chose nothing.</param>
public sealed record RumorMessage(
    GroupName Group,
    NodeId Origin,
    ulong Sequence,
    int Hops,
    RumorKind Kind,
    string Topic,
    ReadOnlyMemory<byte> Payload,
    uint Route = 0)
    : GossipEnvelope(Group)
{
    /// <summary>Gets the rumor's name.</summary>
    public RumorId Id => new(Group, Origin, Sequence);
}

/// <summary>Carries one control message of a strategy: an announcement, a request, a prune...</summary>
/// <param name="Group">The group.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Origin">The origin of the rumor it is about, or none.</param>
/// <param name="Sequence">The sequence of the rumor it is about, or 0.</param>
/// <param name="Hops">The hops of the rumor at the sender, where it matters.</param>
/// <param name="Value">A number whose meaning belongs to the strategy.</param>
public sealed record GossipControl(
    GroupName Group, GossipMessageKind Kind, NodeId Origin, ulong Sequence, int Hops, ulong Value)
    : GossipEnvelope(Group);

/// <summary>Says which recent rumors the sender has, so that the receiver can find what either lacks
/// (anti-entropy).</summary>
/// <param name="Group">The group.</param>
/// <param name="WantsReply">True when the receiver should answer with its own digest if it lacks something or has
/// more.</param>
/// <param name="Entries">One for each origin with retained rumors.</param>
public sealed record GossipDigest(GroupName Group, bool WantsReply, IReadOnlyList<DigestEntry> Entries)
    : GossipEnvelope(Group);

/// <summary>What a node has of one origin in one group.</summary>
/// <param name="Origin">The origin.</param>
/// <param name="Oldest">The smallest sequence still retained, so that can be had from here.</param>
/// <param name="Floor">Everything up to and including this sequence has been received or given up.</param>
/// <param name="Above">Sequences received above the floor, as bits: bit i of word w stands for Floor + 1 + 64 w +
/// i.</param>
public sealed record DigestEntry(NodeId Origin, ulong Oldest, ulong Floor, IReadOnlyList<ulong> Above);

/// <summary>Asks for the payloads of rumors of one origin.</summary>
/// <param name="Group">The group.</param>
/// <param name="Origin">The origin.</param>
/// <param name="Sequences">Which ones, at most <see cref="ProtocolLimits.SequencesPerPull"/>.</param>
public sealed record GossipPull(GroupName Group, NodeId Origin, IReadOnlyList<ulong> Sequences) : GossipEnvelope(Group);
