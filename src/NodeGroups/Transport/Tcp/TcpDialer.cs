using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Opens connections and turns every way in which that fails into a signal.</summary>
internal sealed class TcpDialer(TcpTransport transport)
{
    /// <summary>How many dials of the application, and how many others, may be under way at a time.</summary>
    public const int DialLimit = 4;

    private readonly DialSlots<TcpPeer> _slots = new(DialLimit);
    private readonly RateLimitedLog _log = transport.CreateLog("failed dials");
    private ulong _lastDial = (ulong)Random.Shared.NextInt64(long.MaxValue);

    /// <summary>Dials a peer soon, unless the other side does so first. Never runs the dial before it
    /// returns.</summary>
    public void Start(TcpPeer peer)
    {
        DialKind kind = peer.DialKind;
        if (_slots.TryStart(peer, kind))
        {
            Launch(peer, kind);
        }
        else if (kind == DialKind.Background && peer.DialKind == DialKind.Wanted)
        {
            // A frame came in between, whose sender found nothing that could be hurried.
            Hurry(peer);
        }
    }

    /// <summary>Dials a peer sooner that waits for its turn: the application has a frame for it.</summary>
    public void Hurry(TcpPeer peer)
    {
        if (_slots.TryPromote(peer))
        {
            Launch(peer, DialKind.Wanted);
        }
    }

    private void Launch(TcpPeer peer, DialKind kind) => ThreadPool.UnsafeQueueUserWorkItem(
        static state => _ = state.Dialer.RunAsync(state.Peer, state.Kind),
        (Dialer: this, Peer: peer, Kind: kind),
        preferLocal: false);

    private async Task RunAsync(TcpPeer peer, DialKind kind)
    {
        if (peer.ConfirmDial())
        {
            await DialAsync(peer).ConfigureAwait(false);
        }

        _slots.Release(kind);
        while (_slots.Next(out kind) is { } next)
        {
            Launch(next, kind);
        }
    }

    /// <summary>Finds out who answers at an address; the connection is kept, like any other. Never throws.</summary>
    /// <returns>Who answers; none when nobody does.</returns>
    public async Task<NodeId> AskAsync(NodeAddress address)
    {
        try
        {
            return (await ConnectAsync(address, seen: 0).ConfigureAwait(false)).Id;
        }
        catch (Exception e)
        {
            transport.Counters.DialFailed();
            (_, string problem) = Explain(e);
            if (!transport.IsClosed && _log.TryAcquire())
            {
                TransportLog.DialFailed(transport.Logger, address, problem);
            }

            return NodeId.None;
        }
    }

    /// <summary>Ends with a connection adopted or the peer told of the failure. Never throws.</summary>
    private async Task DialAsync(TcpPeer peer)
    {
        try
        {
            (TcpPeer owner, _) = await ConnectAsync(peer.Address, peer.SeenBeforeDial).ConfigureAwait(false);
            if (owner != peer)
            {
                transport.Merge(peer, owner);
            }
        }
        catch (Exception e)
        {
            Failed(peer, e);
        }
    }

    private async Task<(TcpPeer Owner, NodeId Id)> ConnectAsync(NodeAddress address, ulong seen)
    {
        Socket? socket = null;
        try
        {
            if (transport.ConnectionCount >= transport.Limits.Connections)
            {
                throw new HandshakeException(TransportFailureReason.Limit, "the limit of connections is reached.");
            }

            socket = await OpenAsync(address).ConfigureAwait(false);
            using CancellationTokenSource timeout = new(transport.Limits.HandshakeTimeout, transport.TimeProvider);
            using CancellationTokenSource either =
                CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, transport.Closing);
            IPAddress remote = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            Stream stream = await transport.Upgrade.UpgradeAsync(socket, true, either.Token).ConfigureAwait(false);
            DialNumbers numbers = new(Interlocked.Increment(ref _lastDial), seen);
            Peer other = await transport.Handshake.DialAsync(stream, remote, numbers, either.Token)
                .ConfigureAwait(false);
            transport.Counters.Dialled();
            return (transport.Adopt(
                new TcpConnection(transport, socket, stream, other, dialled: true, numbers)), other.Id);
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    private async Task<Socket> OpenAsync(NodeAddress address)
    {
        using CancellationTokenSource timeout = new(transport.Limits.DialTimeout, transport.TimeProvider);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, transport.Closing);
        return await TcpSockets.ConnectAsync(address, either.Token).ConfigureAwait(false);
    }

    private void Failed(TcpPeer peer, Exception e)
    {
        transport.Counters.DialFailed();
        (PeerSignal signal, string problem) = Explain(e);
        if (!transport.IsClosed && _log.TryAcquire())
        {
            if (signal == PeerSignal.Rejected)
            {
                // Membership tells by itself of a node that it cannot reach.
                LogLevel level = peer.HasBulk ? LogLevel.Warning : LogLevel.Debug;
                TransportLog.RejectedByPeer(transport.Logger, level, peer.Address, problem);
            }
            else
            {
                TransportLog.DialFailed(transport.Logger, peer.Address, problem);
            }
        }

        // Whoever sees the signal can count on the line being in the log.
        peer.DialFailed(signal, problem);
    }

    private (PeerSignal Signal, string Problem) Explain(Exception e)
    {
        switch (e)
        {
            case HandshakeException handshake:
                transport.Counters.Failed(handshake.Reason);
                return handshake.Reason switch
                {
                    TransportFailureReason.Limit => (PeerSignal.TimedOut, handshake.Message),
                    TransportFailureReason.RefusedByPeer => (PeerSignal.Rejected, $"refused: {handshake.Message}"),
                    _ => (PeerSignal.Rejected, handshake.Message),
                };
            case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                return (PeerSignal.Refused, "nothing listens there.");
            case OperationCanceledException:
                return (PeerSignal.TimedOut, "it did not answer in time.");
            case SocketException:
                return (PeerSignal.TimedOut, $"{e.Message.TrimEnd('.')}.");
            default:
                return (PeerSignal.Reset, "it closed the connection during the handshake.");
        }
    }
}
