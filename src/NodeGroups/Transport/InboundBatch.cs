using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Frames of one peer, one behind the other in one array, or one signal about it.</summary>
internal readonly record struct InboundBatch(Peer From, ReadOnlyMemory<byte> Frames, int Count, PeerSignal Signal);
