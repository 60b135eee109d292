using Microsoft.Extensions.Logging;

namespace NodeGroups.Transport;

/// <summary>The log lines of the transports: event ids 1400 to 1499.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(1400, LogLevel.Debug, "Listening at {Address}.")]
    public static partial void Listening(ILogger logger, NodeAddress address);

    [LoggerMessage(1401, LogLevel.Debug, "Connected with {Peer} (dialled by this node: {Dialled}).")]
    public static partial void Connected(ILogger logger, NodeGroups.Protocol.Peer peer, bool dialled);

    [LoggerMessage(1402, LogLevel.Warning,
        "Refused a connection from {Remote}: {Reason} "
        + "Other connections are not affected. If it is one of your nodes, make its settings fit this cluster.")]
    public static partial void HandshakeFailed(ILogger logger, string remote, string reason);

    [LoggerMessage(EventId = 1403, Message =
        "No connection with {Address}: {Reason} Check the cluster id and version of both nodes.")]
    public static partial void RejectedByPeer(ILogger logger, LogLevel level, NodeAddress address, string reason);

    [LoggerMessage(1404, LogLevel.Debug, "Could not connect to {Address}: {Reason}")]
    public static partial void DialFailed(ILogger logger, NodeAddress address, string reason);

    [LoggerMessage(1405, LogLevel.Warning,
        "Closed the connection with {Peer}: a frame claims {Length} bytes, allowed are {Minimum} to {Maximum}. "
        + "{Advice}")]
    public static partial void BadFrameLength(
        ILogger logger, NodeGroups.Protocol.Peer peer, uint length, int minimum, int maximum, string advice);

    [LoggerMessage(1406, LogLevel.Error,
        "Could not accept a connection: {Reason} Trying again shortly. "
        + "If the process is out of file descriptors, raise its limit.")]
    public static partial void AcceptFailed(ILogger logger, string reason);

    [LoggerMessage(1407, LogLevel.Debug, "Connection with {Peer} ended: {Signal}.")]
    public static partial void Ended(
        ILogger logger, NodeGroups.Protocol.Peer peer, NodeGroups.Protocol.PeerSignal signal);

    [LoggerMessage(1410, LogLevel.Warning, "Dropped a frame of {Peer} and what came with it: {Problem}{Outcome}")]
    public static partial void BadFrame(
        ILogger logger, NodeGroups.Protocol.Peer peer, string problem, string outcome);

    [LoggerMessage(1411, LogLevel.Warning,
        "Closed the connection with {Peer}: a frame that had begun did not come on for {Seconds} s.")]
    public static partial void StalledFrame(ILogger logger, NodeGroups.Protocol.Peer peer, double seconds);

    [LoggerMessage(1409, LogLevel.Warning, "{Suppressed} more lines about {Kind} were left out.")]
    public static partial void LeftOut(ILogger logger, long suppressed, string kind);

    [LoggerMessage(1408, LogLevel.Warning,
        "The reader of received frames failed inside the transport; the connection with {Peer} was closed.")]
    public static partial void ReaderFailed(ILogger logger, NodeGroups.Protocol.Peer peer, Exception exception);
}
