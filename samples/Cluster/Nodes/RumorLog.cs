using System.Collections.Concurrent;

namespace Cluster.Nodes;

/// <summary>When one node's handler saw each rumor of a group, on the monotonic clock that all processes of a machine
/// share. Thread-safe.</summary>
internal sealed class RumorLog
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<long>> _rumors = new();
    private int _duplicates;

    /// <summary>Gets how often the handler saw a rumor that it had seen before.</summary>
    public int Duplicates => Volatile.Read(ref _duplicates);

    public void Note(int rumor, long stamp)
    {
        if (!Of(rumor).TrySetResult(stamp))
        {
            Interlocked.Increment(ref _duplicates);
        }
    }

    /// <summary>Completes with the stamp of the rumor's delivery.</summary>
    public Task<long> WaitAsync(int rumor, CancellationToken cancellationToken) =>
        Of(rumor).Task.WaitAsync(cancellationToken);

    private TaskCompletionSource<long> Of(int rumor) => _rumors.GetOrAdd(
        rumor, static _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
}
