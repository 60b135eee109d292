namespace Cluster.Nodes;

/// <summary>A node's handler saw a rumor.</summary>
/// <param name="Node">The index of the node.</param>
/// <param name="Broadcast">True in the broadcast group, false in the gossip group.</param>
/// <param name="Rumor">The rumor's number.</param>
/// <param name="Stamp">When, on the monotonic clock.</param>
internal readonly record struct Delivery(int Node, bool Broadcast, int Rumor, long Stamp);
