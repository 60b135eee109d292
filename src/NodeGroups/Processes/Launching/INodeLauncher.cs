namespace NodeGroups;

/// <summary>Starts child nodes somewhere: as processes, in this process, or where you like. See
/// <see cref="NodeLaunchers"/>. Must be thread-safe.</summary>
public interface INodeLauncher
{
    /// <summary>Starts a child.</summary>
    /// <param name="launch">What to start.</param>
    /// <param name="cancellationToken">Gives up; nothing may be left running.</param>
    /// <returns>The child, whose streams the caller reads and writes, and which it disposes.</returns>
    /// <exception cref="SpawnFailedException">It cannot be started.</exception>
    ValueTask<LaunchedNode> LaunchAsync(NodeLaunch launch, CancellationToken cancellationToken = default);
}
