namespace NodeGroups.Protocol;

/// <summary>Another node we can send to: where it listens and, when known, which process life is meant.</summary>
/// <param name="Id">
/// The node; <see cref="NodeId.None"/> when only the address is known (a seed node, a member of a defined group that
/// has not been heard of yet): whoever listens there is meant.
/// </param>
/// <param name="Address">Where it listens.</param>
/// <remarks>A frame that names a node is dropped and counted by any other node that receives it.</remarks>
public readonly record struct Peer(NodeId Id, NodeAddress Address)
{
    /// <summary>Gets a form for people.</summary>
    /// <returns>For example <c>1f2e3d4c@127.0.0.1:7400</c>; the address alone when no node is known.</returns>
    public override string ToString() => Id.IsNone ? Address.ToString() : $"{Id.ToShortString()}@{Address}";
}
