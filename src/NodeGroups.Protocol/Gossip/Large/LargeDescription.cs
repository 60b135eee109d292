using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>What announces a large payload: its size, the size of its chunks, and checksums of each chunk and of the
/// whole.</summary>
/// <remarks>
/// The checksum of the whole is that of all else in the description, the chunks' checksums included (a hash tree of
/// two levels; Merkle, 1979): chunks that fit it, each at its place, make the very payload that was published. A
/// description that contradicts itself cannot be read.
/// </remarks>
internal sealed class LargeDescription
{
    private const int HeadBytes = 2 * sizeof(ulong);
    private const int SmallestChunkBytes = 16 * 1024;
    private const int ChunksWanted = 64;
    private readonly ReadOnlyMemory<byte> _hashes;

    private LargeDescription(int totalBytes, int chunkBytes, ReadOnlyMemory<byte> hashes)
    {
        TotalBytes = totalBytes;
        ChunkBytes = chunkBytes;
        _hashes = hashes;
    }

    /// <summary>Gets the size of the payload.</summary>
    public int TotalBytes { get; }

    /// <summary>Gets the size of each chunk but the last.</summary>
    public int ChunkBytes { get; }

    /// <summary>Gets the number of chunks.</summary>
    public int ChunkCount => _hashes.Length / ChunkHash.Size;

    /// <summary>Describes a payload.</summary>
    /// <param name="payload">The payload; not empty.</param>
    /// <param name="largestChunk">The largest chunk; it is raised when there would be too many.</param>
    public static byte[] Write(ReadOnlySpan<byte> payload, int largestChunk)
    {
        int chunkBytes = (int)ChunkBytesFor(payload.Length, largestChunk);
        int count = (int)CountChunks(payload.Length, chunkBytes);
        byte[] description = new byte[BytesFor(count)];
        WireWriter writer = new(description);
        writer.WriteWord((ulong)payload.Length);
        writer.WriteWord((ulong)chunkBytes);
        for (int i = 0; i < count; i++)
        {
            int start = i * chunkBytes;
            ChunkHash.Compute(
                payload.Slice(start, Math.Min(chunkBytes, payload.Length - start)),
                description.AsSpan(HeadBytes + (i * ChunkHash.Size)));
        }

        int end = description.Length - ChunkHash.Size;
        ChunkHash.Compute(description.AsSpan(0, end), description.AsSpan(end));
        return description;
    }

    /// <summary>Gets the size of the chunks of a payload.</summary>
    /// <param name="totalBytes">The payload's size.</param>
    /// <param name="largestChunk">The largest chunk; it is raised when there would be too many.</param>
    public static long ChunkBytesFor(long totalBytes, int largestChunk)
    {
        long wanted = Math.Max(SmallestChunkBytes, (totalBytes + ChunksWanted - 1) / ChunksWanted);
        return Math.Max(Math.Min(largestChunk, wanted), CountChunks(totalBytes, ProtocolLimits.ChunksPerPayload));
    }

    /// <summary>Gets the size of the description of so many chunks.</summary>
    public static long BytesFor(long chunks) => HeadBytes + ((chunks + 1) * ChunkHash.Size);

    /// <summary>Gets the number of chunks of a size.</summary>
    public static long CountChunks(long total, long chunk) => (total + chunk - 1) / chunk;

    /// <summary>Reads a description; null when it is not valid. Allocates nothing that the bytes at hand do not
    /// justify.</summary>
    public static LargeDescription? Read(ReadOnlyMemory<byte> bytes)
    {
        WireReader reader = new(bytes, 0, names: null);
        if (!reader.TryReadWord(out ulong total) || total is 0 or > int.MaxValue
            || !reader.TryReadWord(out ulong chunk) || chunk is 0 or > ProtocolLimits.ChunkBytes)
        {
            return null;
        }

        int count = (int)CountChunks((long)total, (long)chunk);
        if (count > ProtocolLimits.ChunksPerPayload || reader.Remaining != (count + 1) * ChunkHash.Size)
        {
            return null;
        }

        Span<byte> whole = stackalloc byte[ChunkHash.Size];
        int end = bytes.Length - ChunkHash.Size;
        ChunkHash.Compute(bytes.Span[..end], whole);
        return whole.SequenceEqual(bytes.Span[end..])
            ? new LargeDescription((int)total, (int)chunk, bytes[HeadBytes..end])
            : null;
    }

    /// <summary>Gets where a chunk lies in the payload.</summary>
    public Range PlaceOf(int chunk)
    {
        int start = chunk * ChunkBytes;
        return start..Math.Min(TotalBytes, start + ChunkBytes);
    }

    /// <summary>Gets the size of a chunk.</summary>
    public int SizeOf(int chunk) => Math.Min(ChunkBytes, TotalBytes - (chunk * ChunkBytes));

    /// <summary>Tells whether some bytes are the chunk.</summary>
    public bool Fits(int chunk, ReadOnlySpan<byte> bytes)
    {
        if ((uint)chunk >= (uint)ChunkCount || bytes.Length != SizeOf(chunk))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[ChunkHash.Size];
        ChunkHash.Compute(bytes, hash);
        return hash.SequenceEqual(_hashes.Span.Slice(chunk * ChunkHash.Size, ChunkHash.Size));
    }
}
