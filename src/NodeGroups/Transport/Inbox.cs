using System.Buffers.Binary;
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
internal sealed class Inbox(int frameLimit, bool inline = true)
{
    private readonly Channel<InboundBatch> _batches = Channel.CreateUnbounded<InboundBatch>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = inline });

    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private int _frames;
    private int _readers;
    private volatile bool _completed;

    /// <summary>Adds a batch; after <see cref="Complete"/> it is let go.</summary>
    public void Post(in InboundBatch batch)
    {
        Interlocked.Add(ref _frames, batch.Count);
        _batches.Writer.TryWrite(batch);
    }

    /// <summary>Adds a signal.</summary>
    public void Signal(Peer peer, PeerSignal signal) => Post(new InboundBatch(peer, default, 0, signal));

    /// <summary>Waits until fewer frames than the limit wait.</summary>
    public ValueTask WaitForRoomAsync()
    {
        if (Volatile.Read(ref _frames) < frameLimit)
        {
            return default;
        }

        lock (_gate)
        {
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            TaskCompletionSource room = _room;
            Interlocked.MemoryBarrier();
            if (_frames < frameLimit || _completed)
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

    public async IAsyncEnumerable<ReceivedFrame> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _readers, 1) != 0)
        {
            throw new InvalidOperationException("A transport has one reader; it is being read already.");
        }

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
                        int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(rest.Span);
                        Taken();
                        yield return new ReceivedFrame(batch.From, rest[..length]);
                        rest = rest[length..];
                    }
                }
            }
        }
        finally
        {
            Volatile.Write(ref _readers, 0);
        }
    }

    private void Taken()
    {
        int left = Interlocked.Decrement(ref _frames);
        if (left < frameLimit && Volatile.Read(ref _room) is not null)
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
