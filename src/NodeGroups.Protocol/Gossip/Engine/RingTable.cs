using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// The rings of one view: pseudo-random orders of its members that depend on the member ids alone. A ring is
/// computed when it is first used.
/// </summary>
internal sealed class RingTable(Peer[] members)
{
    /// <summary>The number of rings.</summary>
    public const int RingCount = 8;

    private readonly int[]?[] _memberAt = new int[]?[RingCount];
    private readonly int[]?[] _positionOf = new int[]?[RingCount];

    /// <summary>Gets the index of the member at a position.</summary>
    public int MemberAt(int ring, int position) => (_memberAt[ring] ?? Compute(ring))[position];

    /// <summary>Gets the position of the member with an index.</summary>
    public int PositionOf(int ring, int member)
    {
        if (_positionOf[ring] is null)
        {
            Compute(ring);
        }

        return _positionOf[ring]![member];
    }

    private int[] Compute(int ring)
    {
        ulong salt = DeterministicRandom.Mix((ulong)ring + 0x9E3779B97F4A7C15UL);
        ulong[] keys = new ulong[members.Length];
        int[] order = new int[members.Length];
        for (int i = 0; i < order.Length; i++)
        {
            NodeId id = members[i].Id;
            ulong mixed = DeterministicRandom.Mix(id.High ^ DeterministicRandom.Mix(id.Low + salt));
            keys[i] = DeterministicRandom.Mix(salt ^ mixed);
            order[i] = i;
        }

        Array.Sort(keys, order);
        int[] positions = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            positions[order[i]] = i;
        }

        _memberAt[ring] = order;
        _positionOf[ring] = positions;
        return order;
    }
}
