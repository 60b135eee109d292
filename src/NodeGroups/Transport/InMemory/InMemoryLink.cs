using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>One direction from a node to a life at an address: a queue, and a pump that runs while something
/// waits.</summary>
internal sealed class InMemoryLink(InMemoryTransport source, InMemoryTransport target) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly SendQueue _queue = new(source.Limits);
    private TaskCompletionSource? _room;
    private bool _active;
    private bool _ended;

    /// <summary>Gets the node at the other end.</summary>
    public InMemoryTransport Target { get; } = target;

    /// <summary>Gets a task that ends when all that was queued is with the other node.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            return _active && !_ended ? Room().Task : Task.CompletedTask;
        }
    }

    /// <summary>Queues a frame; false when its lane is full.</summary>
    public bool TryAdd(ReadOnlySpan<byte> frame, bool membership)
    {
        lock (_gate)
        {
            if (_ended)
            {
                source.Counters.Dropped(TransportDropReason.Broken);
                return true;
            }

            if (!_queue.TryAdd(frame, membership))
            {
                return false;
            }

            if (_active)
            {
                return true;
            }

            _active = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        return true;
    }

    /// <summary>Gets a task that ends when there may be room.</summary>
    public Task RoomAsync() => IdleAsync();

    /// <summary>Lets go of what waits; takes nothing more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            source.Counters.Dropped(TransportDropReason.Broken, _queue.Clear());
            _room?.TrySetResult();
            _room = null;
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = PumpAsync();

    private async Task PumpAsync()
    {
        while (true)
        {
            await Target.Inbox.WaitForRoomAsync().ConfigureAwait(false);
            SendChunk chunk;
            lock (_gate)
            {
                bool taken = _queue.TryTake(out chunk);
                _active = taken;
                _room?.TrySetResult();
                _room = null;
                if (!taken)
                {
                    return;
                }
            }

            byte[] frames = chunk.Memory.ToArray();
            chunk.Return();
            source.Counters.Sent(chunk.Frames, frames.Length);
            Target.Counters.Received(chunk.Frames, frames.Length);
            Target.Inbox.Post(new InboundBatch(source.Self, frames, chunk.Frames, PeerSignal.None));
        }
    }

    private TaskCompletionSource Room() =>
        _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
}
