namespace NodeGroups.Protocol;

/// <summary>Carries one chunk of a large payload.</summary>
/// <param name="Group">The group.</param>
/// <param name="Origin">The node that published the rumor.</param>
/// <param name="Sequence">The origin's count in the group.</param>
/// <param name="Index">Which chunk, from 0.</param>
/// <param name="Payload">Its bytes.</param>
public sealed record GossipChunk(
    GroupName Group, NodeId Origin, ulong Sequence, int Index, ReadOnlyMemory<byte> Payload)
    : GossipEnvelope(Group);

/// <summary>Asks for chunks of a large payload.</summary>
/// <param name="Group">The group.</param>
/// <param name="Origin">The node that published the rumor.</param>
/// <param name="Sequence">The origin's count in the group.</param>
/// <param name="Waits">
/// True when chunks that the receiver lacks are wanted as soon as it has them; false when it shall send those it has,
/// and say what it has.
/// </param>
/// <param name="Chunks">Which ones, at most <see cref="ProtocolLimits.ChunksPerPull"/>.</param>
public sealed record GossipChunkPull(
    GroupName Group, NodeId Origin, ulong Sequence, bool Waits, IReadOnlyList<int> Chunks)
    : GossipEnvelope(Group);

/// <summary>Says which chunks of a large payload the sender holds.</summary>
/// <param name="Group">The group.</param>
/// <param name="Origin">The node that published the rumor.</param>
/// <param name="Sequence">The origin's count in the group.</param>
/// <param name="Held">Bit i of word w stands for chunk 64 w + i; empty when it holds none.</param>
public sealed record GossipChunkDigest(GroupName Group, NodeId Origin, ulong Sequence, IReadOnlyList<ulong> Held)
    : GossipEnvelope(Group);
