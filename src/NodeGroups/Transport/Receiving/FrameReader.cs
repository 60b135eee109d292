using System.Buffers;
using System.IO.Pipelines;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Cuts a byte stream into frames. Holds no buffer while idle; grows only with bytes received.</summary>
internal sealed class FrameReader(Stream stream, int frameLimit, Func<long> now) : IDisposable
{
    // A read of no bytes waits for data without a buffer: an idle connection holds none, a busy one reads 16 KiB.
    private static readonly StreamPipeReaderOptions Options =
        new(bufferSize: 16_384, minimumReadSize: 4096, leaveOpen: true, useZeroByteReads: true);

    private readonly PipeReader _pipe = PipeReader.Create(stream, Options);
    private long _partialSince;
    private bool _hasPart;

    /// <summary>Gets the frames found, one behind the other, in an array of their own.</summary>
    public byte[] Frames { get; private set; } = [];

    /// <summary>Gets how many frames were found.</summary>
    public int FrameCount { get; private set; }

    /// <summary>Gets since when nothing has come although a frame has begun, by the clock given; 0 when none
    /// has.</summary>
    public long PartialSince => Volatile.Read(ref _partialSince);

    /// <summary>Gets the length that was refused.</summary>
    public uint BadLength { get; private set; }

    public async ValueTask<FrameReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Volatile.Write(ref _partialSince, _hasPart ? Math.Max(1, now()) : 0);
            ReadResult read = await _pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _partialSince, 0);
            ReadOnlySequence<byte> buffer = read.Buffer;
            FrameReadResult stop = Measure(buffer, out SequencePosition end);
            if (FrameCount > 0)
            {
                // The bytes are copied once, out of the reused buffer: slices of the copy are the frames.
                Frames = Copy(buffer.Slice(0, end));
                _hasPart = stop == FrameReadResult.Frames && buffer.Length > Frames.Length;
                _pipe.AdvanceTo(end, stop == FrameReadResult.Frames ? buffer.End : end);
                return FrameReadResult.Frames;
            }

            if (stop != FrameReadResult.Frames)
            {
                _pipe.AdvanceTo(buffer.End);
                return stop;
            }

            _hasPart = !buffer.IsEmpty;
            _pipe.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return buffer.IsEmpty ? FrameReadResult.End : FrameReadResult.Truncated;
            }
        }
    }

    public void Dispose() => _pipe.Complete();

    private static byte[] Copy(in ReadOnlySequence<byte> frames)
    {
        byte[] copy = GC.AllocateUninitializedArray<byte>((int)frames.Length);
        frames.CopyTo(copy);
        return copy;
    }

    /// <summary>Counts the whole frames at the beginning and tells what stands behind them.</summary>
    /// <returns><see cref="FrameReadResult.Frames"/> when more bytes may make another frame.</returns>
    private FrameReadResult Measure(in ReadOnlySequence<byte> buffer, out SequencePosition end)
    {
        SequenceReader<byte> reader = new(buffer);
        FrameReadResult stop = FrameReadResult.Frames;
        FrameCount = 0;
        end = buffer.Start;
        while (reader.TryReadLittleEndian(out int signed))
        {
            uint length = (uint)signed;
            if (length < FrameHeader.Size || length > frameLimit)
            {
                stop = length == 0 ? FrameReadResult.Goodbye : FrameReadResult.BadLength;
                BadLength = length;
                break;
            }

            if (reader.Remaining < length - sizeof(uint))
            {
                break;
            }

            reader.Advance(length - sizeof(uint));
            end = reader.Position;
            FrameCount++;
        }

        return stop;
    }
}
