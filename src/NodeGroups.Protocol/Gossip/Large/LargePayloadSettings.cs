using NodeGroups.Gossip;

namespace NodeGroups.Protocol;

/// <summary>How payloads travel that are too large for one message. Immutable.</summary>
/// <remarks>
/// Such a rumor is announced by a description of a few bytes for each chunk; its chunks are pulled along several trees,
/// so that every member uploads about as much as it downloads. See docs/gossip.md, "Large payloads".
/// </remarks>
public sealed record LargePayloadSettings
{
    /// <summary>Gets the largest payload that one message carries; a larger one is announced and pulled in
    /// chunks.</summary>
    /// <value>64 KiB; at least 1 KiB below the largest frame.</value>
    public int ThresholdBytes { get; init; } = 64 * 1024;

    /// <summary>Gets the largest chunk; payloads of less than 64 such chunks are cut into smaller ones.</summary>
    /// <value>64 KiB; 1 KiB to 256 KiB, and at least 1 KiB below the largest frame.</value>
    public int ChunkBytes { get; init; } = 64 * 1024;

    /// <summary>Gets how many chunks may be asked of one peer and not had yet: what can stand in the way of its other
    /// messages.</summary>
    /// <value>8; 1 to 64.</value>
    public int ChunksInFlightPerPeer { get; init; } = 8;

    /// <summary>
    /// Gets how many bytes of large payloads this node holds at most, over all groups: those that come in and those
    /// kept for others.
    /// </summary>
    /// <value>256 MiB; at least twice <see cref="GossipSettings.PayloadBytesLimit"/>.</value>
    /// <remarks>
    /// When it is used up the oldest complete payloads go that nobody is fetching; then publications, which get at
    /// most half of it, and announced payloads wait until there is room. What has waited for
    /// <see cref="GossipSettings.Retention"/> is lost, and counted.
    /// </remarks>
    public long BytesLimit { get; init; } = 256L * 1024 * 1024;

    /// <summary>Gets after how long without a new chunk an incomplete payload is given up: it is lost here, and
    /// counted.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Checks all values.</summary>
    /// <param name="frameBytes">The largest frame.</param>
    /// <param name="payloadBytesLimit">The largest payload.</param>
    /// <returns>A sentence for each value that is not valid; empty when all are.</returns>
    public IReadOnlyList<string> Validate(int frameBytes, int payloadBytesLimit)
    {
        List<string> problems = [];
        int room = frameBytes - 1024;
        if (ThresholdBytes < 0 || ThresholdBytes > room)
        {
            problems.Add("ThresholdBytes must not be negative, and at least 1 KiB below Transport.FrameBytes.");
        }

        if (ChunkBytes < 1024 || ChunkBytes > Math.Min(room, ProtocolLimits.ChunkBytes))
        {
            problems.Add("ChunkBytes must be 1 KiB to 256 KiB, and at least 1 KiB below Transport.FrameBytes.");
        }

        long chunks = payloadBytesLimit / Math.Max(1, ChunkBytes);
        if (chunks > Math.Min(ProtocolLimits.ChunksPerPayload, room / ChunkHash.Size) - 2)
        {
            problems.Add(
                $"ChunkBytes must be so large that PayloadBytesLimit has fewer than {ProtocolLimits.ChunksPerPayload} "
                + "chunks, and Transport.FrameBytes room for 16 bytes for each.");
        }

        if (ChunksInFlightPerPeer is < 1 or > ProtocolLimits.ChunksPerPull)
        {
            problems.Add($"ChunksInFlightPerPeer must be 1 to {ProtocolLimits.ChunksPerPull}.");
        }

        if (BytesLimit / 2 < payloadBytesLimit)
        {
            problems.Add("BytesLimit must be at least twice PayloadBytesLimit.");
        }

        if (StallTimeout <= TimeSpan.Zero || StallTimeout > TimeSpan.FromDays(1))
        {
            problems.Add("StallTimeout must be above zero and at most one day.");
        }

        return problems;
    }
}
