namespace NodeGroups.Protocol;

/// <summary>Hard limits of the wire, checked before anything is allocated. Both sides refuse what is beyond
/// them.</summary>
public static class ProtocolLimits
{
    /// <summary>The largest frame a node accepts unless told otherwise: 1 MiB, header included.</summary>
    public const int DefaultFrameBytes = 1024 * 1024;

    /// <summary>The largest frame that any option can allow: 64 MiB.</summary>
    public const int MaximumFrameBytes = 64 * 1024 * 1024;

    /// <summary>The most member records in one message.</summary>
    public const int MembersPerMessage = 512;

    /// <summary>The most groups of one node.</summary>
    public const int GroupsPerMember = 1024;

    /// <summary>The most members that a node records, tombstones included.</summary>
    public const int Members = 65_536;

    /// <summary>The most origins in one digest.</summary>
    public const int EntriesPerDigest = 4096;

    /// <summary>The most 64-bit words in one digest entry: a window of 16,384 sequences.</summary>
    public const int WordsPerDigestEntry = 256;

    /// <summary>The most sequences asked for in one pull.</summary>
    public const int SequencesPerPull = 1024;

    /// <summary>The largest chunk of a large payload: 256 KiB.</summary>
    public const int ChunkBytes = 256 * 1024;

    /// <summary>The most chunks of a large payload.</summary>
    public const int ChunksPerPayload = 4096;

    /// <summary>The most chunks asked for in one pull.</summary>
    public const int ChunksPerPull = 64;

    /// <summary>The longest error text of a reply, in UTF-8 bytes.</summary>
    public const int ErrorTextBytes = 1024;
}
