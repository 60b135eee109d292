namespace NodeGroups;

/// <summary>Options of one subscription. Immutable.</summary>
public sealed record SubscriptionOptions
{
    /// <summary>Gets how many rumors may wait for the reader; when full, the oldest is dropped and counted.</summary>
    /// <value>4,096; 1 to 1,048,576.</value>
    /// <remarks>With <see cref="SlowReceiverPolicy.HoldPublishers"/>, publishers are asked to hold back at three
    /// quarters of it, and 65,536 more have room.</remarks>
    public int BufferLimit { get; init; } = 4096;

    /// <summary>Gets how many payload bytes may wait for the reader; beyond, the oldest is dropped and counted. The
    /// newest always has room.</summary>
    /// <value>256 MiB; positive.</value>
    public long BufferBytesLimit { get; init; } = 256L * 1024 * 1024;
}
