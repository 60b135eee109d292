using NodeGroups;

namespace Cluster.Nodes;

/// <summary>What the run does with a node, wherever it lives. Stamps are of the monotonic clock.</summary>
internal abstract class NodeHandle(int index) : IAsyncDisposable
{
    /// <summary>How long a graceful stop may take before it is forced.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    public int Index { get; } = index;

    public string Name => $"n{Index}";

    public abstract NodeId Id { get; }

    /// <summary>Gets the child's process; null for a node in this process.</summary>
    public virtual int? ProcessId => null;

    /// <summary>Gets the exit code of the child's process, when it has ended.</summary>
    public virtual Task<int>? Exited => null;

    /// <summary>Completes when the node sees exactly so many members in <c>all</c> and in both groups.</summary>
    public abstract Task WaitForMembersAsync(int count, CancellationToken cancellationToken);

    /// <summary>Publishes a rumor and gets the stamp taken just before.</summary>
    public abstract Task<long> PublishAsync(
        bool broadcast, int rumor, int payload, CancellationToken cancellationToken);

    /// <summary>Completes when the node's handler has seen the rumor, with the stamp of that moment.</summary>
    public abstract Task<long> WaitForRumorAsync(bool broadcast, int rumor, CancellationToken cancellationToken);

    /// <summary>Calls every node and waits for all outcomes.</summary>
    public abstract Task<CallOutcome> CallAllAsync(CancellationToken cancellationToken);

    public abstract Task<NodeCounts> GetCountsAsync(CancellationToken cancellationToken);

    /// <summary>Completes when the node's view lacks all of them, with the stamp of that moment.</summary>
    public abstract Task<long> WaitUntilGoneAsync(IReadOnlyList<NodeId> ids, CancellationToken cancellationToken);

    /// <summary>Ends the node without farewell, as a crash does.</summary>
    public abstract void Kill();

    /// <summary>Lets the node leave and end.</summary>
    public abstract Task<NodeStopResult> StopAsync();

    public abstract ValueTask DisposeAsync();

    public override string ToString() => ProcessId is { } pid ? $"{Name} (process {pid})" : Name;
}
