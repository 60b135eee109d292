using System.Net;
using System.Net.Sockets;

namespace NodeGroups.Transport;

/// <summary>Opens sockets with the options that all connections share.</summary>
internal static class TcpSockets
{
    private const int Backlog = 512;

    /// <exception cref="TransportException">The address cannot be listened at.</exception>
    public static async Task<Socket> ListenAsync(NodeAddress address, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            IPAddress[] hosts = await ResolveAsync(address.Host, cancellationToken).ConfigureAwait(false);
            IPEndPoint endPoint = new(hosts[0], address.Port);
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            string advice = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "it is in use; stop the other process or choose another port",
                SocketError.AddressNotAvailable => "this machine has no such address; listen at one that it has",
                SocketError.AccessDenied => "access is denied; choose a port from 1024 on",
                SocketError.HostNotFound or SocketError.NoData => "there is no host of that name; check the address",
                _ => $"{e.SocketErrorCode}; check the address",
            };
            throw new TransportException($"Cannot listen at {address}: {advice}, or port 0 for any free one.", e);
        }
    }

    /// <exception cref="SocketException">No address of the host could be connected to.</exception>
    public static async Task<Socket> ConnectAsync(NodeAddress address, CancellationToken cancellationToken)
    {
        IPAddress[] hosts = await ResolveAsync(address.Host, cancellationToken).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            Socket socket = new(hosts[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            Task connecting =
                socket.ConnectAsync(new IPEndPoint(hosts[i], address.Port), cancellationToken).AsTask();
            await connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (connecting.IsCompletedSuccessfully)
            {
                Configure(socket);
                return socket;
            }

            socket.Dispose();
            if (connecting.IsCanceled || i == hosts.Length - 1)
            {
                await connecting.ConfigureAwait(false);
            }
        }
    }

    /// <summary>Small frames leave at once, and a peer that vanished is noticed by the operating system.</summary>
    public static void Configure(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    public static void ResetOnClose(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out IPAddress? ip))
        {
            return [ip];
        }

        IPAddress[] found = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        return found.Length > 0 ? found : throw new SocketException((int)SocketError.HostNotFound);
    }
}
