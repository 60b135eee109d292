namespace NodeGroups.Protocol;

/// <summary>Where a node's id stands among what is kept in the order of ids.</summary>
internal readonly struct NodeIdOrder(NodeId id) : IComparable<Member>, IComparable<Peer>
{
    public int CompareTo(Member? other) => id.CompareTo(other!.Id);

    public int CompareTo(Peer other) => id.CompareTo(other.Id);
}
