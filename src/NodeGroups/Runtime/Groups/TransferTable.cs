namespace NodeGroups.Runtime;

/// <summary>How far the large payloads of one group are, and who watches. Thread-safe.</summary>
/// <remarks>Only those on their way are kept: a watcher that comes later does not hear of what has ended.</remarks>
internal sealed class TransferTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RumorId, TransferProgress> _running = [];
    private readonly List<TransferWatcher> _watchers = [];
    private bool _ended;

    public void Publish(TransferProgress progress)
    {
        lock (_lock)
        {
            if (progress.State is TransferState.Completed or TransferState.Dropped)
            {
                _running.Remove(progress.Rumor);
            }
            else
            {
                _running[progress.Rumor] = progress;
            }

            foreach (TransferWatcher watcher in _watchers)
            {
                watcher.Offer(progress);
            }
        }
    }

    public TransferWatcher Watch()
    {
        lock (_lock)
        {
            TransferWatcher watcher = new(this);
            foreach (TransferProgress progress in _running.Values)
            {
                watcher.Offer(progress);
            }

            if (_ended)
            {
                watcher.End();
            }
            else
            {
                _watchers.Add(watcher);
            }

            return watcher;
        }
    }

    public void Unwatch(TransferWatcher watcher)
    {
        lock (_lock)
        {
            _watchers.Remove(watcher);
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            foreach (TransferWatcher watcher in _watchers)
            {
                watcher.End();
            }

            _watchers.Clear();
        }
    }
}
