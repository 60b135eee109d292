namespace NodeGroups;

/// <summary>Moves frames between nodes: best effort, in order on each connection, bounded. Thread-safe.</summary>
/// <remarks>
/// A transport connects on demand, introduces both sides to each other (cluster id, node id, listening address,
/// version) and from then on vouches for who sent a frame. It does not read frames beyond the lane in their header.
/// </remarks>
public interface ITransport : IAsyncDisposable
{
    /// <summary>Gets the address at which this node listens, with the real port.</summary>
    NodeAddress LocalAddress { get; }

    /// <summary>Queues a frame for a peer and dials when no connection stands. Completes when the frame is queued or
    /// dropped.</summary>
    /// <param name="to">Where the peer listens.</param>
    /// <param name="frame">A whole frame; copied before this returns. Frames of the membership lane overtake
    /// others.</param>
    /// <param name="cancellationToken">Gives up waiting for room in the queue.</param>
    /// <returns>A task that is complete at once unless the peer's queue is full.</returns>
    ValueTask SendAsync(NodeAddress to, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken = default);

    /// <summary>Reads what arrives from all peers: frames, and signals about connections in order with them. One
    /// reader only.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>An endless stream until the transport is disposed.</returns>
    IAsyncEnumerable<ReceivedFrame> ReceiveAllAsync(CancellationToken cancellationToken = default);
}
