using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NodeGroups.Benchmarks.Calls;

/// <summary>
/// The baseline: request and reply of fixed size, matched by a number, over one TCP connection on loopback, with
/// writes that are batched while one is on its way. No membership, no deadlines, no serializer.
/// </summary>
internal sealed class BareCaller : IAsyncDisposable
{
    public const int BodyBytes = 64;

    private const int FrameBytes = sizeof(long) + BodyBytes;

    private readonly Socket _client;
    private readonly Socket _server;
    private readonly BatchingWriter _requests;
    private readonly BatchingWriter _replies;
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _pending = new();
    private readonly Task _serving;
    private readonly Task _receiving;
    private long _lastId;

    private BareCaller(Socket client, Socket server)
    {
        _client = client;
        _server = server;
        _requests = new BatchingWriter(client);
        _replies = new BatchingWriter(server);
        _serving = ReadAsync(server, frame => _replies.Write(frame.Span));
        _receiving = ReadAsync(client, Complete);
    }

    public static async Task<BareCaller> StartAsync()
    {
        using Socket listener = new(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket client = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Task<Socket> accepting = listener.AcceptAsync();
        await client.ConnectAsync(listener.LocalEndPoint!);
        Socket server = await accepting;
        server.NoDelay = true;
        return new BareCaller(client, server);
    }

    public Task CallAsync(ReadOnlySpan<byte> body)
    {
        long id = Interlocked.Increment(ref _lastId);
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answered;
        Span<byte> frame = stackalloc byte[FrameBytes];
        BinaryPrimitives.WriteInt64LittleEndian(frame, id);
        body.CopyTo(frame[sizeof(long)..]);
        _requests.Write(frame);
        return answered.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Shutdown(SocketShutdown.Both);
        await Task.WhenAll(_serving, _receiving);
        _client.Dispose();
        _server.Dispose();
    }

    private static async Task ReadAsync(Socket socket, Action<ReadOnlyMemory<byte>> onFrame)
    {
        byte[] buffer = new byte[FrameBytes * 1024];
        int filled = 0;
        while (true)
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
            {
                return;
            }

            filled += read;
            int used = 0;
            for (; filled - used >= FrameBytes; used += FrameBytes)
            {
                onFrame(buffer.AsMemory(used, FrameBytes));
            }

            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
        }
    }

    private void Complete(ReadOnlyMemory<byte> frame)
    {
        if (_pending.TryRemove(BinaryPrimitives.ReadInt64LittleEndian(frame.Span), out TaskCompletionSource? answered))
        {
            answered.SetResult();
        }
    }
}
