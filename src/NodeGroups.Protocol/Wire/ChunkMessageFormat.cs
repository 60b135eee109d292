namespace NodeGroups.Protocol;

/// <summary>Writes and reads the bodies of the messages about chunks.</summary>
internal static class ChunkMessageFormat
{
    /// <summary>Gets the most bytes that a body can have.</summary>
    public static long Bound(GossipEnvelope message) => 64L + message.Group.Value.Length + message switch
    {
        GossipChunk m => m.Payload.Length,
        GossipChunkPull m => 2L * m.Chunks.Count,
        _ => (long)sizeof(ulong) * ((GossipChunkDigest)message).Held.Count,
    };

    /// <summary>Writes what follows the group.</summary>
    /// <exception cref="ArgumentException">The message breaks a limit or rule.</exception>
    public static MessageTag Write(ref WireWriter writer, GossipEnvelope message)
    {
        switch (message)
        {
            case GossipChunk m:
                Require(m.Index is >= 0 and < ProtocolLimits.ChunksPerPayload);
                Require(m.Payload.Length is > 0 and <= ProtocolLimits.ChunkBytes);
                WriteName(ref writer, m.Origin, m.Sequence);
                writer.WriteVarint((ulong)m.Index);
                writer.WriteBytes(m.Payload.Span);
                return MessageTag.GossipChunk;
            case GossipChunkPull m:
                Require(m.Chunks.Count <= ProtocolLimits.ChunksPerPull);
                WriteName(ref writer, m.Origin, m.Sequence);
                writer.WriteBoolean(m.Waits);
                writer.WriteVarint((ulong)m.Chunks.Count);
                for (int i = 0; i < m.Chunks.Count; i++)
                {
                    Require(m.Chunks[i] is >= 0 and < ProtocolLimits.ChunksPerPayload);
                    writer.WriteVarint((ulong)m.Chunks[i]);
                }

                return MessageTag.GossipChunkPull;
            default:
                GossipChunkDigest digest = (GossipChunkDigest)message;
                Require(digest.Held.Count <= WireLimits.ChunkDigestWords);
                WriteName(ref writer, digest.Origin, digest.Sequence);
                writer.WriteVarint((ulong)digest.Held.Count);
                for (int i = 0; i < digest.Held.Count; i++)
                {
                    writer.WriteWord(digest.Held[i]);
                }

                return MessageTag.GossipChunkDigest;
        }
    }

    /// <summary>Reads a body; null when it is not valid.</summary>
    public static GossipEnvelope? Read(ref WireReader reader, MessageTag tag)
    {
        if (!reader.TryReadName(optional: false, out GroupName group)
            || !reader.TryReadNode(out NodeId origin)
            || !reader.TryReadVarint(out ulong sequence) || sequence == 0)
        {
            return null;
        }

        return tag switch
        {
            MessageTag.GossipChunk => ReadChunk(ref reader, group, origin, sequence),
            MessageTag.GossipChunkPull => ReadPull(ref reader, group, origin, sequence),
            _ => ReadDigest(ref reader, group, origin, sequence),
        };
    }

    private static GossipChunk? ReadChunk(ref WireReader reader, GroupName group, NodeId origin, ulong sequence) =>
        reader.TryReadVarint(ProtocolLimits.ChunksPerPayload - 1, out ulong index)
        && reader.TryReadPayload(out ReadOnlyMemory<byte> payload)
        && payload.Length is > 0 and <= ProtocolLimits.ChunkBytes
            ? new GossipChunk(group, origin, sequence, (int)index, payload)
            : null;

    private static GossipChunkPull? ReadPull(ref WireReader reader, GroupName group, NodeId origin, ulong sequence)
    {
        if (!reader.TryReadBoolean(out bool waits)
            || !reader.TryReadCount(ProtocolLimits.ChunksPerPull, 1, out int count))
        {
            return null;
        }

        int[] chunks = count == 0 ? [] : new int[count];
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryReadVarint(ProtocolLimits.ChunksPerPayload - 1, out ulong chunk))
            {
                return null;
            }

            chunks[i] = (int)chunk;
        }

        return new GossipChunkPull(group, origin, sequence, waits, chunks);
    }

    private static GossipChunkDigest? ReadDigest(ref WireReader reader, GroupName group, NodeId origin, ulong sequence)
    {
        if (!reader.TryReadCount(WireLimits.ChunkDigestWords, sizeof(ulong), out int count))
        {
            return null;
        }

        ulong[] held = count == 0 ? [] : new ulong[count];
        for (int i = 0; i < count; i++)
        {
            _ = reader.TryReadWord(out held[i]);
        }

        return new GossipChunkDigest(group, origin, sequence, held);
    }

    private static void WriteName(ref WireWriter writer, NodeId origin, ulong sequence)
    {
        Require(!origin.IsNone && sequence > 0);
        writer.WriteId(origin);
        writer.WriteVarint(sequence);
    }

    private static void Require(bool valid)
    {
        if (!valid)
        {
            throw new ArgumentException("The message breaks a limit or rule of the wire format.");
        }
    }
}
