using System.Net.Sockets;
using NodeGroups.Transport;

namespace NodeGroups;

/// <summary>Opens transports over TCP: the default. Stateless and thread-safe.</summary>
/// <remarks>
/// Nodes hold one connection per pair, opened at the first frame. The bytes are not encrypted and peers are not
/// authenticated: keep the port on a trusted network.
/// </remarks>
public sealed class TcpTransportFactory : ITransportFactory
{
    /// <summary>Gets the factory; one is enough for all nodes of a process.</summary>
    public static TcpTransportFactory Instance { get; } = new();

    /// <inheritdoc/>
    public async ValueTask<ITransport> OpenAsync(
        TransportContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Limits.ThrowIfInvalid();
        Socket listener = await TcpSockets.ListenAsync(context.Listen, cancellationToken).ConfigureAwait(false);
        TcpTransport transport = new(context, listener, new PlainStreams());
        transport.Start();
        return transport;
    }
}
