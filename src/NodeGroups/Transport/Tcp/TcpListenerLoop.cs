using System.Net;
using System.Net.Sockets;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Accepts connections and leads each through its handshake, many at a time, within limits.</summary>
internal sealed class TcpListenerLoop(TcpTransport transport, Socket listener)
{
    private readonly RateLimitedLog _acceptLog = transport.CreateLog("connections that could not be accepted");
    private readonly RateLimitedLog _handshakeLog = transport.CreateLog("refused connections");
    private readonly HandshakeGate _gate = new(transport.Limits);

    /// <summary>Runs until the transport closes. Survives every error of a single connection.</summary>
    public async Task RunAsync()
    {
        while (!transport.IsClosed)
        {
            try
            {
                Socket socket = await listener.AcceptAsync(transport.Closing).ConfigureAwait(false);
                Admit(socket);
            }
            catch (Exception) when (transport.IsClosed)
            {
                return;
            }
            catch (Exception e)
            {
                if (_acceptLog.TryAcquire())
                {
                    TransportLog.AcceptFailed(transport.Logger, $"{e.Message.TrimEnd('.')}.");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), transport.TimeProvider, transport.Closing)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Admit(Socket socket)
    {
        IPEndPoint remote;
        try
        {
            remote = (IPEndPoint)socket.RemoteEndPoint!;
        }
        catch (SocketException)
        {
            // It was gone before it was accepted.
            Refused("an unknown peer", TransportFailureReason.Truncated, "the connection ended before the handshake.");
            socket.Dispose();
            return;
        }

        if (transport.ConnectionCount >= transport.Limits.Connections || !_gate.TryEnter(remote.Address))
        {
            // Whoever sees its end can count on it being counted.
            Refused(remote.ToString(), TransportFailureReason.Limit, "the limit of connections is reached.");
            socket.Dispose();
            return;
        }

        _ = IntroduceAsync(socket, remote);
    }

    private async Task IntroduceAsync(Socket socket, IPEndPoint remote)
    {
        TcpConnection? connection = null;
        try
        {
            using CancellationTokenSource timeout = new(transport.Limits.HandshakeTimeout, transport.TimeProvider);
            using CancellationTokenSource either =
                CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, transport.Closing);
            TcpSockets.Configure(socket);
            Stream stream = await transport.Upgrade.UpgradeAsync(socket, false, either.Token).ConfigureAwait(false);
            (Peer peer, DialNumbers numbers) = await transport.Handshake
                .AcceptAsync(stream, remote.Address, transport.Claims.CheckAsync, either.Token).ConfigureAwait(false);
            transport.Counters.Accepted();
            connection = new TcpConnection(transport, socket, stream, peer, dialled: false, numbers);
        }
        catch (Exception e)
        {
            if (!transport.IsClosed)
            {
                (TransportFailureReason reason, string text) = Explain(e);
                Refused(remote.ToString(), reason, text);
            }
        }

        // Whoever sees the end of a connection can count on its place being free again.
        _gate.Leave(remote.Address);
        if (connection is null || !transport.TryAdopt(connection))
        {
            socket.Dispose();
        }
    }

    private static (TransportFailureReason Reason, string Text) Explain(Exception e) => e switch
    {
        HandshakeException handshake => (handshake.Reason, handshake.Message),
        OperationCanceledException => (TransportFailureReason.Timeout, "the handshake took too long."),
        _ => (TransportFailureReason.Truncated, "the connection ended during the handshake."),
    };

    private void Refused(string remote, TransportFailureReason reason, string text)
    {
        transport.Counters.Failed(reason);
        if (_handshakeLog.TryAcquire())
        {
            TransportLog.HandshakeFailed(transport.Logger, remote, text);
        }
    }
}
