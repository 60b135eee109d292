using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>What a transport received: a frame of a peer, or a signal about it.</summary>
/// <param name="From">The peer; without an id when a dial failed before anybody answered.</param>
/// <param name="Frame">A whole frame that nobody else changes or reuses; empty for a signal.</param>
/// <param name="Signal"><see cref="PeerSignal.None"/> for a frame.</param>
public readonly record struct ReceivedFrame(Peer From, ReadOnlyMemory<byte> Frame, PeerSignal Signal = PeerSignal.None);
