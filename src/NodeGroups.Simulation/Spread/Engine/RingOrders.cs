using NodeGroups.Gossip;

namespace NodeGroups.Simulation.Spread;

/// <summary>The rings of a view that all nodes share: pseudo-random orders, drawn when first used.</summary>
/// <remarks>A node computes its rings from hashes of the ids; here they are drawn, which is the same and faster.
/// When members go, the others keep their order.</remarks>
internal sealed class RingOrders(int nodes)
{
    /// <summary>The number of rings that a node has.</summary>
    public const int Count = RingTable.RingCount;

    private readonly int[][] _memberAt = new int[Count][];
    private readonly int[][] _positionOf = new int[Count][];
    private readonly bool[] _isDrawn = new bool[Count];
    private ulong _seed;
    private int _members;

    /// <summary>Begins a trial with all nodes.</summary>
    public void Reset(ulong seed)
    {
        _seed = seed;
        _members = nodes;
        Array.Clear(_isDrawn);
    }

    /// <summary>Keeps the nodes below a number.</summary>
    public void Shrink(int members)
    {
        _members = members;
        for (int ring = 0; ring < Count; ring++)
        {
            if (_isDrawn[ring])
            {
                Compact(ring);
            }
        }
    }

    /// <summary>Gets the node at a position.</summary>
    public int MemberAt(int ring, int position)
    {
        if (!_isDrawn[ring])
        {
            Draw(ring);
        }

        return _memberAt[ring][position];
    }

    /// <summary>Gets the position of a member.</summary>
    public int PositionOf(int ring, int node)
    {
        if (!_isDrawn[ring])
        {
            Draw(ring);
        }

        return _positionOf[ring][node];
    }

    private void Draw(int ring)
    {
        int[] order = _memberAt[ring] ??= new int[nodes];
        _positionOf[ring] ??= new int[nodes];
        RoundRandom random = new(_seed, (ulong)ring);
        for (int i = 0; i < order.Length; i++)
        {
            int j = (int)random.Below((uint)i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        _isDrawn[ring] = true;
        Compact(ring);
    }

    private void Compact(int ring)
    {
        int[] order = _memberAt[ring];
        int[] positions = _positionOf[ring];
        int kept = 0;
        for (int i = 0; i < order.Length && kept < _members; i++)
        {
            if (order[i] < _members)
            {
                order[kept] = order[i];
                positions[order[kept]] = kept;
                kept++;
            }
        }
    }
}
