namespace NodeGroups;

/// <summary>What a node does when it has started, before its parent is told that it is ready.</summary>
/// <param name="node">The running node; it has joined the cluster, but not yet the group it was spawned into.</param>
/// <param name="argument">The text it was started with, or null.</param>
/// <param name="cancellationToken">Cancelled when the node has to stop.</param>
/// <returns>A task; when it fails the node ends and the spawn fails.</returns>
public delegate ValueTask NodeStartAction(INode node, string? argument, CancellationToken cancellationToken);
