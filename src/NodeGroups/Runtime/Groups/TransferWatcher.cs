namespace NodeGroups.Runtime;

/// <summary>One reader of transfers: of each, what comes while it is busy is replaced by the latest.</summary>
internal sealed class TransferWatcher(TransferTable table) : IDisposable
{
    /// <summary>The most transfers that wait for a reader; beyond, the one that waits longest is passed over.</summary>
    public const int Limit = 4096;

    private readonly Lock _lock = new();
    private readonly Queue<RumorId> _order = new();
    private readonly Dictionary<RumorId, TransferProgress> _latest = [];
    private TaskCompletionSource? _signal;
    private bool _ended;

    public void Offer(TransferProgress progress)
    {
        lock (_lock)
        {
            if (!_latest.ContainsKey(progress.Rumor))
            {
                if (_order.Count >= Limit)
                {
                    _latest.Remove(_order.Dequeue());
                }

                _order.Enqueue(progress.Rumor);
            }

            _latest[progress.Rumor] = progress;
            Signal();
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            Signal();
        }
    }

    /// <summary>Gets the next progress, waiting for it; null when the node has stopped.</summary>
    public async ValueTask<TransferProgress?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task signal;
            lock (_lock)
            {
                if (_order.TryDequeue(out RumorId rumor))
                {
                    _latest.Remove(rumor, out TransferProgress? progress);
                    return progress;
                }

                if (_ended)
                {
                    return null;
                }

                _signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                signal = _signal.Task;
            }

            await signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => table.Unwatch(this);

    private void Signal()
    {
        _signal?.TrySetResult();
        _signal = null;
    }
}
