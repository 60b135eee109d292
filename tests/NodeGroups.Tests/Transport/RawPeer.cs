using System.Net;
using System.Net.Sockets;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Tests.Transport;

/// <summary>The other end of a connection, byte by byte: to misbehave as no node would.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly CancellationToken _cancel;
    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    public RawPeer(Socket socket, CancellationToken cancel)
    {
        _socket = socket;
        _cancel = cancel;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public static Socket Listen(out NodeAddress address)
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        address = NodeAddress.Loopback(((IPEndPoint)listener.LocalEndPoint!).Port);
        return listener;
    }

    public static async Task<RawPeer> ConnectAsync(TestNode node)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, node.Address.Port), node.Cancel);
        return new RawPeer(socket, node.Cancel);
    }

    public static HandshakeMessage Introduce(HandshakeKind kind, ulong id, NodeAddress address, DialNumbers numbers) =>
        new(kind, HandshakeMessage.Version, HandshakeMessage.Version)
        {
            ClusterId = "test",
            NodeId = new NodeId(id, id),
            Host = address.Host,
            Port = address.Port,
            Dial = numbers.Dial,
            Seen = numbers.Seen,
        };

    public async Task SendAsync(byte[] bytes) => await _stream.WriteAsync(bytes, _cancel);

    public Task SendAsync(HandshakeMessage message) => SendAsync(message.Encode());

    public async Task<HandshakeMessage> ReadHandshakeAsync()
    {
        byte[] header = await ReadAsync(HandshakeMessage.HeaderSize);
        byte[] body = await ReadAsync(header[8] | (header[9] << 8));
        HandshakeMessage? message = new HandshakeMessage((HandshakeKind)header[4], header[5], header[6]).WithBody(body);
        Assert.That(message, Is.Not.Null);
        return message!;
    }

    public async Task<byte[]> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, _cancel);
        return bytes;
    }

    /// <summary>Reads until the other side has closed, in order or by a reset.</summary>
    public async Task ReadToEndAsync()
    {
        byte[] bytes = new byte[4096];
        try
        {
            while (await _stream.ReadAsync(bytes, _cancel) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed with bytes unread: a reset is an end, too.
        }
    }

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _stream.Dispose();
}
