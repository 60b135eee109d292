using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <content>Which connections are given up: bad frames, no progress, nothing to do.</content>
internal sealed partial class TcpTransport
{
    public void BadFrameLength(Peer peer, uint length)
    {
        Counters.Failed(TransportFailureReason.BadFrameLength);
        if (_frameLog.TryAcquire())
        {
            string advice = length > Limits.FrameBytes
                ? "Give all nodes the same frame limit."
                : "No node sends such a frame; look what else uses this port.";
            TransportLog.BadFrameLength(Logger, peer, length, FrameHeader.Size, Limits.FrameBytes, advice);
        }
    }

    public void Refuse(Peer peer, TransportFailureReason reason)
    {
        foreach (TcpConnection connection in _connections.Keys)
        {
            if (connection.Remote == peer && !connection.IsAborted)
            {
                Counters.Failed(reason);
                connection.Abort(PeerSignal.Reset);
            }
        }
    }

    private void Stalled(TcpConnection connection)
    {
        Counters.Failed(TransportFailureReason.StalledFrame);
        if (_frameLog.TryAcquire())
        {
            TransportLog.StalledFrame(Logger, connection.Remote, Limits.WriteTimeout.TotalSeconds);
        }

        connection.Abort(PeerSignal.TimedOut);
    }

    private void Sweep()
    {
        long now = Now;
        foreach (TcpConnection connection in _connections.Keys)
        {
            long write = connection.WriteStarted;
            long partial = connection.PartialSince;
            bool stuck = connection.Draining
                && now - connection.LastActivity > 2 * Limits.WriteTimeout.TotalMilliseconds;
            if (stuck || (write != 0 && now - write > Limits.WriteTimeout.TotalMilliseconds))
            {
                connection.Abort(PeerSignal.TimedOut);
            }
            else if (partial != 0 && now - partial > Limits.WriteTimeout.TotalMilliseconds && !connection.IsAborted)
            {
                Stalled(connection);
            }
            else if (!connection.Draining && now - connection.LastActivity > Limits.IdleTimeout.TotalMilliseconds)
            {
                connection.SayGoodbye();
            }
        }

        foreach (KeyValuePair<NodeAddress, TcpPeer> entry in _peers)
        {
            if (entry.Value.TryRetire(Limits.IdleTimeout.TotalMilliseconds))
            {
                _peers.TryRemove(entry);
            }
        }
    }
}
