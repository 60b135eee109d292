using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace NodeGroups.Benchmarks.Clusters;

/// <summary>The floor: members that listen at plain sockets, and one more node with a connection to each of them.
/// No membership, no handshake beyond a word, no repair, no failure detection but the end of a connection.</summary>
internal sealed class BareMesh : IDisposable
{
    private const int PrefixSize = sizeof(int);
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(30);
    private static readonly byte[] Word = [64, 0, 0, 0, .. new byte[64]];

    private readonly Socket[] _listeners;
    private readonly Task[] _accepting;
    private readonly Task[] _members;
    private Socket[] _connections = [];
    private TaskCompletionSource _all = new();
    private int _missing;

    private BareMesh(int members)
    {
        _listeners = [.. Enumerable.Range(0, members).Select(_ => Listen())];
        _accepting = new Task[members];
        _members = new Task[members];
    }

    /// <summary>Starts so many members.</summary>
    public static BareMesh Start(int members) => new(members);

    /// <summary>A node joins: dials every member and says a word; complete when each has answered.</summary>
    public async Task JoinAsync()
    {
        for (int i = 0; i < _listeners.Length; i++)
        {
            _accepting[i] = AcceptAsync(i);
        }

        Expect();
        _connections = [.. _listeners.Select(_ => NewSocket())];
        await Task.WhenAll(_connections.Select(DialAsync)).WaitAsync(StepLimit);
        await _all.Task.WaitAsync(StepLimit);
    }

    /// <summary>The node sends 64 bytes to one member after the other; complete when the last has them.</summary>
    public async Task SendToAllAsync()
    {
        Expect();
        foreach (Socket connection in _connections)
        {
            await connection.SendAsync(Word);
        }

        await _all.Task.WaitAsync(StepLimit);
    }

    /// <summary>The node ends without a word; complete when every member's connection has ended.</summary>
    public async Task KillAsync()
    {
        foreach (Socket connection in _connections)
        {
            connection.Close(timeout: 0);
        }

        await Task.WhenAll(_members).WaitAsync(StepLimit);
    }

    public void Dispose()
    {
        foreach (Socket socket in (Socket[])[.. _connections, .. _listeners])
        {
            socket.Dispose();
        }
    }

    private static Socket NewSocket() =>
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private static Socket Listen()
    {
        Socket listener = NewSocket();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private void Expect()
    {
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _missing, _listeners.Length);
    }

    private async Task DialAsync(Socket connection, int index)
    {
        await connection.ConnectAsync(_listeners[index].LocalEndPoint!);
        await connection.SendAsync(Word);
        await connection.ReceiveAsync(new byte[1]);
    }

    private async Task AcceptAsync(int index)
    {
        Socket connection = await _listeners[index].AcceptAsync();
        connection.NoDelay = true;
        _members[index] = ReadAsync(connection);
        await connection.SendAsync(Word.AsMemory(0, 1));
    }

    /// <summary>A member: counts what it reads until the connection ends.</summary>
    private async Task ReadAsync(Socket connection)
    {
        using NetworkStream stream = new(connection, ownsSocket: true);
        byte[] word = new byte[Word.Length];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(word.AsMemory(0, PrefixSize));
                int length = BinaryPrimitives.ReadInt32LittleEndian(word);
                await stream.ReadExactlyAsync(word.AsMemory(PrefixSize, length));
                if (Interlocked.Decrement(ref _missing) == 0)
                {
                    _all.SetResult();
                }
            }
        }
        catch (IOException)
        {
            // The connection has ended, in order or by a reset.
        }
    }
}
