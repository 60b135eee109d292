using Cluster.Nodes;

namespace Cluster;

/// <summary>Notices the end of a child that nobody has told to end, so that the run need not wait for answers that
/// cannot come. Thread-safe.</summary>
internal sealed class LossWatch : IDisposable
{
    private static readonly TimeSpan s_noticeLimit = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly HashSet<NodeHandle> _watched = [];
    private readonly CancellationTokenSource _lost = new();

    /// <summary>Gets the token that is cancelled at the first loss.</summary>
    public CancellationToken Token => _lost.Token;

    /// <summary>Gets the child that was lost first; null when none was.</summary>
    public NodeHandle? First { get; private set; }

    public void Watch(NodeHandle node)
    {
        if (node.Exited is { } exited)
        {
            lock (_lock)
            {
                _watched.Add(node);
            }

            _ = exited.ContinueWith(_ => Note(node), TaskScheduler.Default);
        }
    }

    /// <summary>The node's end is meant from now on.</summary>
    public void Expect(NodeHandle node)
    {
        lock (_lock)
        {
            _watched.Remove(node);
        }
    }

    /// <summary>Waits for a loss, but not for long. For after a failed call: a call to a child that died can fail
    /// before its end is noticed.</summary>
    public async Task WaitAsync() =>
        await Task.Delay(s_noticeLimit, _lost.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Dispose() => _lost.Dispose();

    private void Note(NodeHandle node)
    {
        lock (_lock)
        {
            if (!_watched.Remove(node) || First is not null)
            {
                return;
            }

            First = node;
            _watched.Clear();
        }

        _lost.Cancel();
    }
}
