using System.Security.Cryptography;

namespace NodeGroups.Gossip;

/// <summary>The checksum of a chunk or a description: the first 16 bytes of SHA-256 (FIPS 180-4).</summary>
internal static class ChunkHash
{
    /// <summary>The number of bytes of a checksum.</summary>
    public const int Size = 16;

    /// <summary>Writes the checksum of some bytes.</summary>
    public static void Compute(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, whole);
        whole[..Size].CopyTo(hash);
    }
}
