namespace NodeGroups;

/// <summary>A child node in the status of its parent. Immutable.</summary>
/// <param name="Id">The child's process life.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="ProcessId">The operating system's id of its process.</param>
public sealed record ChildStatus(NodeId Id, string Name, NodeAddress Address, int ProcessId);
