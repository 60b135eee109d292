namespace NodeGroups.Runtime;

/// <summary>Brings items of many threads to one reader at a time, run by whoever finds it idle.</summary>
/// <remarks>
/// There is no thread of its own: the poster that finds the reader idle becomes the reader, for at most
/// <see cref="Budget"/> items; then the thread pool goes on. So a lone caller pays no hand-over, and nobody is held
/// for long. Posters that know that they are many leave the reading to the thread pool: then items gather, and one
/// turn of the reader is paid for many.
/// </remarks>
/// <typeparam name="T">The items.</typeparam>
internal sealed class Mailbox<T>(int limit, Action<T[], int, int> read) : IThreadPoolWorkItem
{
    public const int Budget = 256;

    private readonly Lock _lock = new();
    private T[] _incoming = new T[Math.Min(limit, 64)];
    private int _incomingCount;
    private T[] _batch = new T[Math.Min(limit, 64)];
    private int _batchStart;
    private int _batchCount;
    private bool _running;
    private TaskCompletionSource? _room;

    /// <summary>Items that wait, the batch at work not counted.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _incomingCount;
            }
        }
    }

    /// <summary>Posts unless the limit is reached.</summary>
    public bool TryPost(in T item, ReadTurn turn = ReadTurn.Now) => Post(item, limit, turn);

    /// <summary>Posts whatever the limit: for items whose number is bounded elsewhere and that must not be
    /// lost.</summary>
    public void Post(in T item, ReadTurn turn = ReadTurn.Now) => Post(item, int.MaxValue, turn);

    /// <summary>Posts, waiting for room when the limit is reached.</summary>
    public ValueTask PostAsync(in T item, CancellationToken cancellationToken, ReadTurn turn = ReadTurn.Now) =>
        TryPost(item, turn) ? ValueTask.CompletedTask : PostSlowlyAsync(item, cancellationToken);

    /// <summary>Posts items for <see cref="ReadTurn.AtFlush"/>, waiting for room when the limit is reached.</summary>
    public ValueTask PostAllAsync(List<T> items, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_incomingCount + items.Count <= limit)
            {
                MakeRoom(items.Count);
                items.CopyTo(_incoming, _incomingCount);
                _incomingCount += items.Count;
                return ValueTask.CompletedTask;
            }
        }

        return PostAllSlowlyAsync(items, cancellationToken);
    }

    /// <summary>Has read what was posted for <see cref="ReadTurn.AtFlush"/>.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_running || _incomingCount == 0)
            {
                return;
            }

            _running = true;
        }

        Run();
    }

    /// <summary>Goes on with what is left, on the thread pool.</summary>
    public void Execute() => Run();

    private async ValueTask PostAllSlowlyAsync(List<T> items, CancellationToken cancellationToken)
    {
        foreach (T item in items)
        {
            await PostAsync(item, cancellationToken, ReadTurn.AtFlush).ConfigureAwait(false);
        }
    }

    private async ValueTask PostSlowlyAsync(T item, CancellationToken cancellationToken)
    {
        while (!TryPost(item))
        {
            Flush();
            Task room;
            lock (_lock)
            {
                if (_incomingCount < limit)
                {
                    continue;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private bool Post(in T item, int atMost, ReadTurn turn)
    {
        lock (_lock)
        {
            if (_incomingCount >= atMost)
            {
                return false;
            }

            MakeRoom(1);
            _incoming[_incomingCount++] = item;
            if (_running || turn == ReadTurn.AtFlush)
            {
                return true;
            }

            _running = true;
        }

        if (turn == ReadTurn.Soon)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            Run();
        }

        return true;
    }

    private void MakeRoom(int items)
    {
        if (_incomingCount + items > _incoming.Length)
        {
            Array.Resize(ref _incoming, Math.Max(_incomingCount * 2, _incomingCount + items));
        }
    }

    private void Run()
    {
        int budget = Budget;
        while (HasBatch())
        {
            int count = Math.Min(budget, _batchCount - _batchStart);
            try
            {
                read(_batch, _batchStart, count);
            }
            finally
            {
                Array.Clear(_batch, _batchStart, count);
                _batchStart += count;
            }

            budget -= count;
            if (budget == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
    }

    /// <summary>Takes what has come in when the batch is done; with nothing there, the reader is idle.</summary>
    private bool HasBatch()
    {
        if (_batchStart < _batchCount)
        {
            return true;
        }

        TaskCompletionSource? room;
        lock (_lock)
        {
            if (_incomingCount == 0)
            {
                _running = false;
                return false;
            }

            (_batch, _incoming) = (_incoming, _batch);
            _batchStart = 0;
            _batchCount = _incomingCount;
            _incomingCount = 0;
            room = _room;
            _room = null;
        }

        room?.SetResult();
        return true;
    }
}
