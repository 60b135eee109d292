namespace Cluster;

/// <summary>The way of one rumor: the stamp of its delivery at every node. Thread-safe.</summary>
internal sealed class RumorTrack(int nodes)
{
    private readonly long[] _stamps = new long[nodes];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _delivered;

    public int Delivered => Volatile.Read(ref _delivered);

    public long LastStamp => _stamps.Max();

    /// <summary>Gets a task that completes when every node has the rumor.</summary>
    public Task Complete => _complete.Task;

    /// <summary>Notes a delivery.</summary>
    /// <returns>False when that node had the rumor before.</returns>
    public bool Note(int node, long stamp)
    {
        if (Interlocked.CompareExchange(ref _stamps[node], stamp, 0) != 0)
        {
            return false;
        }

        if (Interlocked.Increment(ref _delivered) == _stamps.Length)
        {
            _complete.TrySetResult();
        }

        return true;
    }
}
