namespace NodeGroups;

/// <summary>A node that another node has spawned on request. Immutable.</summary>
/// <param name="Id">Its process life.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="ProcessId">The id of its process on the parent's machine.</param>
public sealed record RemoteNode(NodeId Id, string Name, NodeAddress Address, int ProcessId);
