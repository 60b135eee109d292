namespace NodeGroups.Protocol;

/// <summary>
/// The number of each message on the wire: a closed set. A number is never changed and never used again.
/// </summary>
internal enum MessageTag : byte
{
    Ping = 1,
    Ack = 2,
    PingRequest = 3,
    Nack = 4,
    MemberUpdates = 5,
    Sync = 6,
    Rumor = 16,
    GossipControl = 17,
    GossipDigest = 18,
    GossipPull = 19,
    RoutedRumor = 20,
    GossipChunk = 24,
    GossipChunkPull = 25,
    GossipChunkDigest = 26,
    CallRequest = 32,
    CallReply = 33,
    CallCancel = 34,
}
