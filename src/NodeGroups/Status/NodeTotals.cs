namespace NodeGroups;

/// <summary>The running totals of one node since it started, or their sum over a group. Immutable.</summary>
public sealed record NodeTotals
{
    /// <summary>Gets the messages received and handled.</summary>
    public long MessagesHandled { get; init; }

    /// <summary>Gets the messages sent.</summary>
    public long MessagesSent { get; init; }

    /// <summary>Gets the bytes sent; 0 for a transport that does not count them.</summary>
    public long BytesSent { get; init; }

    /// <summary>Gets the bytes received; 0 for a transport that does not count them.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Gets the messages and frames dropped because they broke a rule or a limit.</summary>
    public long MessagesDropped { get; init; }

    /// <summary>Gets the rumors published.</summary>
    public long RumorsPublished { get; init; }

    /// <summary>Gets the rumors delivered.</summary>
    public long RumorsDelivered { get; init; }

    /// <summary>Gets the payloads received of rumors already known.</summary>
    public long RumorsRedundant { get; init; }

    /// <summary>Gets the rumors known to be lost.</summary>
    public long RumorsLost { get; init; }

    /// <summary>Gets the rumors dropped because the buffer of a subscription was full.</summary>
    public long RumorsDropped { get; init; }

    /// <summary>Gets the rumors that waited at their publisher because a receiver was slow, or the publisher too fast
    /// for repair.</summary>
    public long RumorsHeld { get; init; }

    /// <summary>Gets the payloads sent.</summary>
    public long PayloadsSent { get; init; }

    /// <summary>Gets the payloads sent to repair what a peer was missing, among <see cref="PayloadsSent"/>.</summary>
    public long PayloadsRepaired { get; init; }

    /// <summary>Gets the gossip messages without payload that were sent.</summary>
    public long GossipControlsSent { get; init; }

    /// <summary>Gets the large payloads of others put together and delivered.</summary>
    public long TransfersCompleted { get; init; }

    /// <summary>Gets the large payloads given up; they count as lost rumors, too.</summary>
    public long TransfersDropped { get; init; }

    /// <summary>Gets the bytes of large payloads sent, in chunks.</summary>
    public long ChunkBytesSent { get; init; }

    /// <summary>Gets the bytes of large payloads for which memory is held at this moment.</summary>
    public long LargeBytesHeld { get; init; }

    /// <summary>Gets the calls started.</summary>
    public long CallsStarted { get; init; }

    /// <summary>Gets the calls served.</summary>
    public long CallsServed { get; init; }

    /// <summary>Gets the probes sent.</summary>
    public long ProbesSent { get; init; }

    /// <summary>Gets the probes that nobody answered.</summary>
    public long ProbesFailed { get; init; }

    /// <summary>Gets the inputs that wait for the node's loop at this moment.</summary>
    public long InputsQueued { get; init; }

    /// <summary>Gets the handlers that run at this moment.</summary>
    public long HandlersRunning { get; init; }

    /// <summary>Gets the invocations that wait for a handler's turn at this moment.</summary>
    public long HandlersQueued { get; init; }

    /// <summary>Gets the bytes of managed heap in use; a process with several nodes counts for each of them.</summary>
    public long HeapUsedBytes { get; init; }

    /// <summary>Gets the bytes that the garbage collector has committed; a process with several nodes counts for each
    /// of them.</summary>
    public long HeapTotalBytes { get; init; }

    /// <summary>Adds totals.</summary>
    /// <param name="left">Some.</param>
    /// <param name="right">Others.</param>
    /// <returns>The sum, number by number.</returns>
    public static NodeTotals Add(NodeTotals left, NodeTotals right) => new()
    {
        MessagesHandled = left.MessagesHandled + right.MessagesHandled,
        MessagesSent = left.MessagesSent + right.MessagesSent,
        BytesSent = left.BytesSent + right.BytesSent,
        BytesReceived = left.BytesReceived + right.BytesReceived,
        MessagesDropped = left.MessagesDropped + right.MessagesDropped,
        RumorsPublished = left.RumorsPublished + right.RumorsPublished,
        RumorsDelivered = left.RumorsDelivered + right.RumorsDelivered,
        RumorsRedundant = left.RumorsRedundant + right.RumorsRedundant,
        RumorsLost = left.RumorsLost + right.RumorsLost,
        RumorsDropped = left.RumorsDropped + right.RumorsDropped,
        RumorsHeld = left.RumorsHeld + right.RumorsHeld,
        PayloadsSent = left.PayloadsSent + right.PayloadsSent,
        PayloadsRepaired = left.PayloadsRepaired + right.PayloadsRepaired,
        GossipControlsSent = left.GossipControlsSent + right.GossipControlsSent,
        TransfersCompleted = left.TransfersCompleted + right.TransfersCompleted,
        TransfersDropped = left.TransfersDropped + right.TransfersDropped,
        ChunkBytesSent = left.ChunkBytesSent + right.ChunkBytesSent,
        LargeBytesHeld = left.LargeBytesHeld + right.LargeBytesHeld,
        CallsStarted = left.CallsStarted + right.CallsStarted,
        CallsServed = left.CallsServed + right.CallsServed,
        ProbesSent = left.ProbesSent + right.ProbesSent,
        ProbesFailed = left.ProbesFailed + right.ProbesFailed,
        InputsQueued = left.InputsQueued + right.InputsQueued,
        HandlersRunning = left.HandlersRunning + right.HandlersRunning,
        HandlersQueued = left.HandlersQueued + right.HandlersQueued,
        HeapUsedBytes = left.HeapUsedBytes + right.HeapUsedBytes,
        HeapTotalBytes = left.HeapTotalBytes + right.HeapTotalBytes,
    };
}
