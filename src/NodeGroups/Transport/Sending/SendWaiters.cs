namespace NodeGroups.Transport;

/// <summary>The senders of one peer that wait for room, in their order. The owner's lock guards it.</summary>
internal sealed class SendWaiters
{
    private readonly Queue<SendWaiter> _waiters = new(0);

    /// <summary>Gets a value indicating whether nobody waits.</summary>
    public bool IsEmpty => _waiters.Count == 0;

    public void Add(SendWaiter waiter)
    {
        while (_waiters.TryPeek(out SendWaiter? first) && first.Task.IsCompleted)
        {
            _waiters.Dequeue();
        }

        _waiters.Enqueue(waiter);
    }

    /// <summary>Queues the frames that have room, first come, first served.</summary>
    public void Admit(SendQueue queue)
    {
        while (_waiters.TryPeek(out SendWaiter? first))
        {
            byte[] frame = first.Frame;
            if (!first.Task.IsCompleted && !queue.HasRoom(frame.Length, membership: false))
            {
                return;
            }

            _waiters.Dequeue();
            if (first.TrySetResult())
            {
                queue.TryAdd(frame, membership: false);
            }
        }
    }

    /// <summary>Lets all senders go on without their frames.</summary>
    /// <returns>The number of frames dropped.</returns>
    public int Drop()
    {
        int frames = 0;
        while (_waiters.TryDequeue(out SendWaiter? waiter))
        {
            frames += waiter.TrySetResult() ? 1 : 0;
        }

        return frames;
    }

    /// <summary>Moves all that waits to another peer's waiters.</summary>
    public void MoveTo(SendWaiters other)
    {
        while (_waiters.TryDequeue(out SendWaiter? waiter))
        {
            other.Add(waiter);
        }
    }
}
