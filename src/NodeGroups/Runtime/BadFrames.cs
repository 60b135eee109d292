using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Runtime;

/// <summary>What happens to a peer whose frame is no message: its connection is closed, counted and logged at a bounded
/// rate.</summary>
internal sealed class BadFrames(ITransport transport, ILogger logger, TimeProvider timeProvider)
{
    private readonly RateLimitedLog _log =
        new(timeProvider, left => TransportLog.LeftOut(logger, left, "bad frames"));

    /// <summary>Gives up the connection that a frame came by.</summary>
    public void Refuse(Peer from, DecodeError error)
    {
        (TransportFailureReason reason, string problem) = error switch
        {
            DecodeError.BadChecksum => (
                TransportFailureReason.BadChecksum, "its checksum does not fit; look for a fault on the way to it."),
            DecodeError.BadVersion => (
                TransportFailureReason.BadFrameVersion, "it has another wire version; update the older node."),
            _ => (TransportFailureReason.BadFrame, "its content is not valid; give both nodes the same version."),
        };
        IInspectableTransport? closing = transport as IInspectableTransport;
        if (_log.TryAcquire())
        {
            string outcome = closing is null ? string.Empty : " The connection was closed.";
            TransportLog.BadFrame(logger, from, problem, outcome);
        }

        // Whoever sees the end of the connection can count on the line and the number being there.
        closing?.Refuse(from, reason);
    }
}
