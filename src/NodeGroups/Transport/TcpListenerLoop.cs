using System.Net;
using System.Net.Sockets;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>Accepts connections and leads each through its handshake, many at a time, within limits.</summary>
internal sealed class TcpListenerLoop(TcpTransport transport, Socket listener)
{
    private readonly RateLimitedLog _acceptLog = new(transport.TimeProvider);
    private readonly RateLimitedLog _handshakeLog = new(transport.TimeProvider);
    private int _pending;

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
                if (_acceptLog.TryAcquire(out long suppressed))
                {
                    TransportLog.AcceptFailed(transport.Logger, e.Message, suppressed);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), transport.TimeProvider, transport.Closing)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Admit(Socket socket)
    {
        if (Interlocked.Increment(ref _pending) > transport.Limits.PendingHandshakes
            || transport.ConnectionCount >= transport.Limits.Connections)
        {
            Interlocked.Decrement(ref _pending);
            socket.Dispose();
            Refused("an unknown peer", TransportFailureReason.Limit, "the limit of connections is reached.");
            return;
        }

        _ = IntroduceAsync(socket);
    }

    private async Task IntroduceAsync(Socket socket)
    {
        string remoteText = "an unknown peer";
        try
        {
            using CancellationTokenSource timeout = new(transport.Limits.HandshakeTimeout, transport.TimeProvider);
            using CancellationTokenSource either =
                CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, transport.Closing);
            TcpSockets.Configure(socket);
            IPEndPoint remote = (IPEndPoint)socket.RemoteEndPoint!;
            remoteText = remote.ToString();
            Stream stream = await transport.Upgrade.UpgradeAsync(socket, false, either.Token).ConfigureAwait(false);
            Peer peer = await transport.Handshake.AcceptAsync(stream, remote.Address, either.Token)
                .ConfigureAwait(false);
            transport.Counters.Accepted();
            transport.Adopt(new TcpConnection(transport, socket, stream, peer, dialled: false));
        }
        catch (Exception e)
        {
            if (!transport.IsClosed)
            {
                (TransportFailureReason reason, string text) = Explain(e);
                Refused(remoteText, reason, text);
            }

            socket.Dispose();
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
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
        if (_handshakeLog.TryAcquire(out long suppressed))
        {
            TransportLog.HandshakeFailed(transport.Logger, remote, text, suppressed);
        }
    }
}
