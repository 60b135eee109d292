using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>What waits for the one reader of a transport. Posting never blocks; who posts frames must ask for
/// room.</summary>
/// <remarks>
/// When inline, the reader runs on the thread that posts, for low latency, so nobody may post while holding a lock,
/// and who posts on a caller's thread must go by the thread pool.
/// </remarks>
internal sealed class Inbox(int frameLimit, long byteLimit, bool inline = true)
{
    private readonly Channel<InboundBatch> _batches = Channel.CreateUnbounded<InboundBatch>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = inline });

    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private int _frames;
    private long _bytes;
    private int _readers;
    private volatile bool _completed;

    /// <summary>Adds a batch; after <see cref="Complete"/> it is let go.</summary>
    public void Post(in InboundBatch batch)
    {
        Interlocked.Add(ref _frames, batch.Count);
        Interlocked.Add(ref _bytes, batch.Frames.Length);
        _batches.Writer.TryWrite(batch);
    }

    /// <summary>Adds a signal.</summary>
    public void Signal(Peer peer, PeerSignal signal) => Post(new InboundBatch(peer, default, 0, signal));

    private bool HasRoom => Volatile.Read(ref _frames) < frameLimit && Volatile.Read(ref _bytes) < byteLimit;

    /// <summary>Waits until fewer frames and bytes than the limits wait.</summary>
    public ValueTask WaitForRoomAsync()
    {
        if (HasRoom)
        {
            return default;
        }

        lock (_gate)
        {
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            TaskCompletionSource room = _room;
            Interlocked.MemoryBarrier();
            if (HasRoom || _completed)
            {
                _room = null;
                room.TrySetResult();
            }

            return new ValueTask(room.Task);
        }
    }

    /// <summary>Ends the stream once the reader has read what waits.</summary>
    public void Complete()
    {
        _completed = true;
        _batches.Writer.TryComplete();
        ReleaseRoom();
    }

    /// <summary>Reads batch after batch, and waits until each has been taken in.</summary>
    /// <param name="take">Takes a batch in; it is told whether further ones are there already.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadBatchesAsync(
        Func<InboundBatch, bool, ValueTask> take, CancellationToken cancellationToken)
    {
        BeginReading();
        try
        {
            while (await _batches.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_batches.Reader.TryRead(out InboundBatch batch))
                {
                    await take(batch, _batches.Reader.TryPeek(out _)).ConfigureAwait(false);
                    Taken(batch.Count, batch.Frames.Length);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _readers, 0);
        }
    }

    public async IAsyncEnumerable<ReceivedFrame> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BeginReading();
        try
        {
            while (await _batches.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_batches.Reader.TryRead(out InboundBatch batch))
                {
                    if (batch.Signal != PeerSignal.None)
                    {
                        yield return new ReceivedFrame(batch.From, default, batch.Signal);
                        continue;
                    }

                    ReadOnlyMemory<byte> rest = batch.Frames;
                    while (!rest.IsEmpty)
                    {
                        ReadOnlyMemory<byte> frame = InboundBatch.Cut(ref rest);
                        Taken(1, frame.Length);
                        yield return new ReceivedFrame(batch.From, frame);
                    }
                }
            }
        }
        finally
        {
            Volatile.Write(ref _readers, 0);
        }
    }

    private void BeginReading()
    {
        if (Interlocked.Exchange(ref _readers, 1) != 0)
        {
            throw new InvalidOperationException("A transport has one reader; it is being read already.");
        }
    }

    private void Taken(int frames, int bytes)
    {
        Interlocked.Add(ref _frames, -frames);
        Interlocked.Add(ref _bytes, -bytes);
        if (HasRoom && Volatile.Read(ref _room) is not null)
        {
            ReleaseRoom();
        }
    }

    private void ReleaseRoom()
    {
        lock (_gate)
        {
            _room?.TrySetResult();
            _room = null;
        }
    }
}
