using System.Buffers.Binary;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Frames of one peer, one behind the other in one array, or one signal about it.</summary>
internal readonly record struct InboundBatch(Peer From, ReadOnlyMemory<byte> Frames, int Count, PeerSignal Signal)
{
    /// <summary>Cuts the first of some frames off.</summary>
    public static ReadOnlyMemory<byte> Cut(ref ReadOnlyMemory<byte> frames)
    {
        int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(frames.Span);
        ReadOnlyMemory<byte> first = frames[..length];
        frames = frames[length..];
        return first;
    }
}
