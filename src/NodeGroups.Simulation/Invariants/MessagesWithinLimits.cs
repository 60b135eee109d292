using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>S14: no message is beyond the limits of the wire, and no view beyond the limit of members.</summary>
internal sealed class MessagesWithinLimits : IInvariant
{
    public string Name => "messages within limits";

    public string? Observe(Observation observation) => observation switch
    {
        MessageSent { FrameBytes: > ProtocolLimits.DefaultFrameBytes } sent =>
            $"{sent.From} sends a frame of {sent.FrameBytes} bytes.",
        MessageSent { Message: MembershipMessage { Updates.Count: > ProtocolLimits.MembersPerMessage } } sent =>
            $"{sent.From} sends too many member records.",
        MessageSent { Message: GossipDigest { Entries.Count: > ProtocolLimits.EntriesPerDigest } } sent =>
            $"{sent.From} sends too many digest entries.",
        MessageSent { Message: GossipPull { Sequences.Count: > ProtocolLimits.SequencesPerPull } } sent =>
            $"{sent.From} asks for too many rumors.",
        MessageSent { Message: GossipChunk { Payload.Length: > ProtocolLimits.ChunkBytes } } sent =>
            $"{sent.From} sends too large a chunk.",
        MessageSent { Message: GossipChunkPull { Chunks.Count: > ProtocolLimits.ChunksPerPull } } sent =>
            $"{sent.From} asks for too many chunks.",
        ViewChanged { Change.Current.Members.Count: > ProtocolLimits.Members } changed =>
            $"{changed.Observer.ToShortString()} has too many members.",
        _ => null,
    };

    public string? Check(MonotonicTime now) => null;
}
