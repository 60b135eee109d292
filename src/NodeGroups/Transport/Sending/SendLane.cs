using System.Buffers;

namespace NodeGroups.Transport;

/// <summary>Frames that wait, copied into pooled chunks: small when little waits, larger in a burst, none when
/// idle.</summary>
internal sealed class SendLane
{
    private const int SmallChunkBytes = 16_384;
    private const int LargeChunkBytes = 65_536;
    private readonly Queue<SendChunk> _full = new(0);
    private SendChunk _tail;

    /// <summary>Gets the bytes that wait.</summary>
    public long Bytes { get; private set; }

    public void Add(ReadOnlySpan<byte> frame)
    {
        if (_tail.Buffer is null || _tail.Buffer.Length - _tail.Length < frame.Length)
        {
            int size = Bytes == 0 ? SmallChunkBytes : LargeChunkBytes;
            PushTail();
            _tail = new SendChunk(ArrayPool<byte>.Shared.Rent(Math.Max(size, frame.Length)), 0, 0);
        }

        frame.CopyTo(_tail.Buffer.AsSpan(_tail.Length));
        _tail = _tail with { Length = _tail.Length + frame.Length, Frames = _tail.Frames + 1 };
        Bytes += frame.Length;
    }

    public void Append(SendChunk chunk)
    {
        PushTail();
        _full.Enqueue(chunk);
        Bytes += chunk.Length;
    }

    public bool TryTake(out SendChunk chunk)
    {
        if (!_full.TryDequeue(out chunk))
        {
            chunk = _tail;
            _tail = default;
        }

        Bytes -= chunk.Length;
        if (Bytes == 0 && _full.Capacity > 16)
        {
            _full.TrimExcess(0);
        }

        return chunk.Buffer is not null;
    }

    private void PushTail()
    {
        if (_tail.Buffer is not null)
        {
            _full.Enqueue(_tail);
            _tail = default;
        }
    }
}
