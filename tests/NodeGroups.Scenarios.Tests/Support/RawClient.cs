using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>A stranger with a socket, who writes what no node would.</summary>
internal sealed class RawClient : IDisposable
{
    private const int HeaderSize = 28;

    private readonly CancellationToken _token;
    private readonly NetworkStream _stream;

    private RawClient(Socket socket, CancellationToken token)
    {
        _token = token;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public static async Task<RawClient> ConnectAsync(Node node, CancellationToken token)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, node.Address.Port), token);
        return new RawClient(socket, token);
    }

    /// <summary>Connects and introduces itself as a node of the cluster.</summary>
    public static async Task<RawClient> IntroduceAsync(Node node, CancellationToken token, NodeId? id = null)
    {
        RawClient client = await ConnectAsync(node, token);
        await client.WriteAsync(Hello(id));
        byte[] answer = await client.ReadAsync(10);
        Assert.That(answer[4], Is.EqualTo(2), "accept");
        await client.ReadAsync(BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(8)));
        return client;
    }

    /// <summary>The introduction of a dialler; see docs/wire-format.md.</summary>
    public static byte[] Hello(NodeId? id = null)
    {
        byte[] identity = new byte[NodeId.SizeInBytes];
        (id ?? new NodeId(1, 1)).Write(identity);
        byte[] body =
        [
            9, .. "scenarios"u8, .. identity, 9, .. "127.0.0.1"u8, 9, 0, // port 9: nobody listens there
            0, 0, 0, // no authentication
            0, 0, // no extensions
        ];
        return [.. "NGRP"u8, 1, 1, 1, 0, (byte)body.Length, 0, .. body];
    }

    /// <summary>A call as a frame, to whoever listens; the texts are written as they are, valid or not.</summary>
    public static byte[] Call(int number, string method, ReadOnlySpan<byte> argument)
    {
        byte[] name = Encoding.UTF8.GetBytes(method);
        byte[] body =
        [
            (byte)number, 0, (byte)name.Length, .. name, 0x80, 0xC2, 0xD7, 0x2F, 0, // 10 s in ticks of 100 ns
            (byte)argument.Length, .. argument,
        ];
        return Frame(32, body);
    }

    /// <summary>A message that a node could send, to whoever listens.</summary>
    public static byte[] Frame(ProtocolMessage message)
    {
        ArrayBufferWriter<byte> frame = new();
        MessageCodec.Encode(NodeId.None, message, frame);
        return frame.WrittenSpan.ToArray();
    }

    public static byte[] Frame(byte tag, ReadOnlySpan<byte> body)
    {
        byte[] frame = new byte[HeaderSize + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length);
        frame[8] = 1;
        frame[10] = tag;
        body.CopyTo(frame.AsSpan(HeaderSize));
        uint sum = uint.MaxValue;
        foreach (byte b in frame.AsSpan(8))
        {
            sum = BitOperations.Crc32C(sum, b);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), ~sum);
        return frame;
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes, _token);

    /// <summary>Reads frames until so many answers have come.</summary>
    public async Task<Dictionary<ulong, CallReply>> ReadRepliesAsync(int count)
    {
        Dictionary<ulong, CallReply> replies = [];
        while (replies.Count < count)
        {
            byte[] length = await ReadAsync(sizeof(int));
            byte[] rest = await ReadAsync(BinaryPrimitives.ReadInt32LittleEndian(length) - sizeof(int));
            DecodeError error = MessageCodec.Decode((byte[])[.. length, .. rest], out _, out ProtocolMessage? message);
            Assert.That(error, Is.EqualTo(DecodeError.None));
            if (message is CallReply reply)
            {
                replies.Add(reply.CallId, reply);
            }
        }

        return replies;
    }

    /// <summary>Reads until the other side has closed, in order or by a reset.</summary>
    public async Task ReadToEndAsync()
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            while (await _stream.ReadAsync(bytes, _token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed with bytes unread: a reset is an end, too.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public void EndWriting() => _stream.Socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _stream.Dispose();

    private async Task<byte[]> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, _token);
        return bytes;
    }
}
