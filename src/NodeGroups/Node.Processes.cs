using NodeGroups.Processes;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <content>Children, and the end asked for by others.</content>
public sealed partial class Node
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public IReadOnlyList<NodeProcess> Children => ChildTable.Children;

    /// <inheritdoc/>
    public Task Stopped => _stopped.Task;

    internal ChildTable ChildTable { get; }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NodeProcess>> SpawnManyAsync(
        IReadOnlyList<NodeProcessOptions> options, CancellationToken cancellationToken = default)
    {
        ThrowIfStopping();
        return await ChildTable.SpawnAsync(options, group: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The graceful end within a time for the whole of it; null for as long as each part usually
    /// may.</summary>
    internal Task StopAsync(TimeSpan? grace) => EndAsync(graceful: true, grace);

    private async Task EndChildrenAsync(TimeSpan? limit)
    {
        try
        {
            await ChildTable.EndAsync(limit).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            NodeLog.StopFailed(Logger, "the children", exception);
        }
    }
}
