using NodeGroups.Processes;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <content>Children, and the end asked for by others.</content>
public sealed partial class Node
{
    /// <summary>How long running handlers may go on when nobody says otherwise.</summary>
    internal static readonly TimeSpan DefaultDrain = TimeSpan.FromSeconds(2);

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
        ThrowIfStopped();
        return await ChildTable.SpawnAsync(options, group: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The graceful end with another time for running handlers.</summary>
    internal Task StopAsync(TimeSpan drain) => EndAsync(graceful: true, drain);

    private async Task EndChildrenAsync(TimeSpan drain)
    {
        try
        {
            await ChildTable.EndAsync(drain == DefaultDrain ? null : drain).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            NodeLog.StopFailed(Logger, "the children", exception);
        }
    }
}
