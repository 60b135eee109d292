using System.Buffers;

namespace NodeGroups.Transport;

/// <summary>Whole frames in one pooled array. Who takes it must return it once.</summary>
internal readonly record struct SendChunk(byte[] Buffer, int Length, int Frames)
{
    public ReadOnlyMemory<byte> Memory => Buffer.AsMemory(0, Length);

    public void Return() => ArrayPool<byte>.Shared.Return(Buffer);
}
