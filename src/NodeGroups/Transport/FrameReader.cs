using System.Buffers;
using System.Buffers.Binary;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Cuts a byte stream into frames. Keeps 4 KiB while idle; grows only with bytes that have arrived.</summary>
internal sealed class FrameReader(Stream stream, int frameLimit) : IDisposable
{
    private const int IdleBytes = 4096;
    private const int BusyBytes = 65_536;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(IdleBytes);
    private int _count;
    private bool _filled;

    /// <summary>Gets the frames found, one behind the other, in an array of their own.</summary>
    public byte[] Frames { get; private set; } = [];

    /// <summary>Gets how many frames were found.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Gets the length that was refused.</summary>
    public uint BadLength { get; private set; }

    public async ValueTask<FrameReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryParse(out FrameReadResult result))
            {
                return result;
            }

            MakeRoom();
            int room = _buffer.Length - _count;
            int read = await stream.ReadAsync(_buffer.AsMemory(_count), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return _count == 0 ? FrameReadResult.End : FrameReadResult.Truncated;
            }

            _filled = read == room;
            _count += read;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool TryParse(out FrameReadResult result)
    {
        int end = 0;
        int frames = 0;
        result = FrameReadResult.Frames;
        while (_count - end >= sizeof(uint))
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(end));
            if (length < FrameHeader.Size || length > frameLimit)
            {
                result = length == 0 ? FrameReadResult.Goodbye : FrameReadResult.BadLength;
                BadLength = length;
                break;
            }

            if (length > _count - end)
            {
                break;
            }

            end += (int)length;
            frames++;
        }

        if (frames == 0)
        {
            _count = result == FrameReadResult.Goodbye ? 0 : _count;
            return result != FrameReadResult.Frames;
        }

        // The bytes are copied once, out of the reused buffer: slices of the copy are the frames.
        Frames = GC.AllocateUninitializedArray<byte>(end);
        _buffer.AsSpan(0, end).CopyTo(Frames);
        _buffer.AsSpan(end, _count - end).CopyTo(_buffer);
        _count -= end;
        FrameCount = frames;
        result = FrameReadResult.Frames;
        return true;
    }

    private void MakeRoom()
    {
        int wanted = _filled ? BusyBytes : IdleBytes;
        if (_count == _buffer.Length)
        {
            wanted = Math.Max(wanted, 2 * _count);
        }
        else if (_buffer.Length >= wanted && (_count > 0 || _buffer.Length < 2 * wanted))
        {
            return;
        }

        byte[] next = ArrayPool<byte>.Shared.Rent(wanted);
        _buffer.AsSpan(0, _count).CopyTo(next);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = next;
    }
}
