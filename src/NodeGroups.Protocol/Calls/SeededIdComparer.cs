using System.Diagnostics.CodeAnalysis;

namespace NodeGroups.Protocol.Calls;

/// <summary>Hashes node ids with a secret of this node, so that a peer cannot choose ids that collide.</summary>
internal sealed class SeededIdComparer(ulong secret) : IEqualityComparer<NodeId>
{
    public bool Equals(NodeId x, NodeId y) => x == y;

    public int GetHashCode([DisallowNull] NodeId obj) =>
        (int)DeterministicRandom.Mix(DeterministicRandom.Mix(obj.High ^ secret) + obj.Low);
}
