using System.Net.Sockets;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>One connection after its handshake: a loop that reads, and a writer that runs only while something
/// waits.</summary>
internal sealed class TcpConnection(
    TcpTransport transport, Socket socket, Stream stream, Peer remote, bool dialled, DialNumbers numbers)
    : IThreadPoolWorkItem
{
    private const int SliceBytes = 65_536;

    /// <summary>From so many frames on, what they bring is worth a hand-over of the reading.</summary>
    private const int LendFrom = 4;
    private readonly TaskCompletionSource _writeDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TcpPeer? _peer;
    private FrameReader? _reader;
    private int _abortSignal;
    private bool _goodbyeReceived;
    private long _lastActivity = transport.Now;
    private long _writeStarted;

    /// <summary>Gets who is at the other end.</summary>
    public Peer Remote { get; } = remote;

    /// <summary>Gets a value indicating whether this node opened the connection.</summary>
    public bool Dialled { get; } = dialled;

    /// <summary>Gets what tells this connection from others with the same node.</summary>
    public DialNumbers Numbers { get; } = numbers;

    /// <summary>Gets or sets a value indicating whether the writer runs. The peer's lock guards it.</summary>
    public bool WriterActive { get; set; }

    /// <summary>Gets or sets a value indicating whether no new frame may be written. The peer's lock guards
    /// it.</summary>
    public bool Draining { get; set; }

    /// <summary>Gets or sets a value indicating whether the writer has taken the goodbye. The peer's lock guards
    /// it.</summary>
    public bool GoodbyeTaken { get; set; }

    /// <summary>Gets the time of the last frame, in milliseconds of the transport's clock.</summary>
    public long LastActivity => Volatile.Read(ref _lastActivity);

    /// <summary>Gets a value indicating whether it has been broken from here.</summary>
    public bool IsAborted => Volatile.Read(ref _abortSignal) != 0;

    /// <summary>Gets since when the rest of a frame is waited for, or 0.</summary>
    public long PartialSince => Volatile.Read(ref _reader)?.PartialSince ?? 0;

    /// <summary>Gets when the write that is under way began, or 0.</summary>
    public long WriteStarted => Volatile.Read(ref _writeStarted);

    /// <summary>Binds the connection to its peer; before anything is written.</summary>
    public void Bind(TcpPeer peer) => _peer = peer;

    /// <summary>Reads until the end. Never throws.</summary>
    /// <param name="replaced">The life that was known at the address before, when it was another.</param>
    public async Task RunAsync(NodeId replaced)
    {
        if (!replaced.IsNone)
        {
            transport.Signal(new Peer(replaced, Remote.Address), PeerSignal.Replaced);
        }

        transport.Signal(Remote, PeerSignal.Connected);
        PeerSignal end = await ReadToEndAsync().ConfigureAwait(false);
        bool quiet = _peer!.Detach(this) || _goodbyeReceived;
        if (quiet && _abortSignal == 0)
        {
            await _writeDone.Task.ConfigureAwait(false);
        }

        await CloseAsync().ConfigureAwait(false);
        if (!quiet)
        {
            int abort = Volatile.Read(ref _abortSignal);
            end = abort == 0 ? end : (PeerSignal)abort;
            TransportLog.Ended(transport.Logger, Remote, end);
            transport.Signal(Remote, end);
        }
    }

    /// <summary>Breaks the connection at once.</summary>
    /// <param name="signal">What the reader is told.</param>
    /// <param name="reset">Whether the other side sees a reset.</param>
    public void Abort(PeerSignal signal, bool reset = false)
    {
        Interlocked.CompareExchange(ref _abortSignal, (int)signal, 0);
        if (reset)
        {
            TcpSockets.ResetOnClose(socket);
        }

        socket.Dispose();
        _writeDone.TrySetResult();
    }

    /// <summary>Closes in order: what the writer holds is written, then the other side is told.</summary>
    public void SayGoodbye() => _peer?.Drain(this);

    /// <summary>Starts the writer; the caller has set <see cref="WriterActive"/>.</summary>
    public void StartWriter() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Runs the writer until it would have to wait; the caller has set <see cref="WriterActive"/>.</summary>
    public void RunWriter() => _ = WriteAsync();

    void IThreadPoolWorkItem.Execute() => RunWriter();

    private async Task<PeerSignal> ReadToEndAsync()
    {
        using FrameReader reader = new(stream, transport.Limits.FrameBytes, () => transport.Now);
        Volatile.Write(ref _reader, reader);
        try
        {
            while (true)
            {
                FrameReadResult result = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                switch (result)
                {
                    case FrameReadResult.Frames:
                        Volatile.Write(ref _lastActivity, transport.Now);
                        transport.Counters.Received(reader.FrameCount, reader.Frames.Length);
                        if (Post(reader.Frames, reader.FrameCount) is { } work)
                        {
                            await new RunHere(work);
                        }

                        await transport.Inbox.WaitForRoomAsync().ConfigureAwait(false);
                        break;
                    case FrameReadResult.Goodbye:
                        _goodbyeReceived = true;
                        _peer!.Drain(this);
                        break;
                    case FrameReadResult.BadLength:
                        transport.BadFrameLength(Remote, reader.BadLength);
                        return PeerSignal.Reset;
                    default:
                        return result == FrameReadResult.End ? PeerSignal.Closed : PeerSignal.Reset;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            return PeerSignal.Reset;
        }
        catch (Exception e)
        {
            TransportLog.ReaderFailed(transport.Logger, Remote, e);
            return PeerSignal.Reset;
        }
    }

    /// <summary>Posts frames, which the reader of the inbox may read at once, on this thread.</summary>
    /// <returns>Work that this brought, for this thread to do; user code, so the reading must go on
    /// elsewhere.</returns>
    private IThreadPoolWorkItem? Post(byte[] frames, int count)
    {
        InboundBatch batch = new(Remote, frames, count, PeerSignal.None);
        if (count < LendFrom)
        {
            transport.Inbox.Post(batch);
            return null;
        }

        ThreadLease.Open();
        transport.Inbox.Post(batch);
        return ThreadLease.Close();
    }

    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                switch (_peer!.NextWrite(this, out SendChunk chunk))
                {
                    case WriteStep.Chunk:
                        await WriteChunkAsync(chunk).ConfigureAwait(false);
                        break;
                    case WriteStep.Goodbye:
                        await stream.WriteAsync(new byte[sizeof(uint)]).ConfigureAwait(false);
                        socket.Shutdown(SocketShutdown.Send);
                        _writeDone.TrySetResult();
                        return;
                    default:
                        return;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            Abort(PeerSignal.Reset);
        }
    }

    private async ValueTask WriteChunkAsync(SendChunk chunk)
    {
        bool written = false;
        try
        {
            for (int start = 0; start < chunk.Length; start += SliceBytes)
            {
                Volatile.Write(ref _writeStarted, transport.Now);
                int length = Math.Min(SliceBytes, chunk.Length - start);
                await stream.WriteAsync(chunk.Buffer.AsMemory(start, length)).ConfigureAwait(false);
            }

            written = true;
            transport.Counters.Sent(chunk.Frames, chunk.Length);
        }
        finally
        {
            Volatile.Write(ref _writeStarted, 0);
            Volatile.Write(ref _lastActivity, transport.Now);
            chunk.Return();
            if (!written)
            {
                transport.Counters.Dropped(TransportDropReason.Broken, chunk.Frames);
            }
        }
    }

    private async ValueTask CloseAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        socket.Dispose();
    }
}
