using System.Runtime.CompilerServices;

namespace NodeGroups.Simulation.Spread;

/// <summary>
/// Who has the rumor. Node 0 is the origin, nodes from <see cref="Live"/> on are dead: all targets are drawn alike, so
/// which numbers are dead makes no difference.
/// </summary>
/// <remarks>
/// The dead are marked as informed from the start, so that a push kernel need not tell them apart. There is one place
/// more in the order than nodes: a kernel writes first and then counts or does not count, without a branch.
/// </remarks>
internal sealed class RoundState
{
    private readonly uint[] _order;
    private readonly ulong[] _informed;

    public RoundState(int nodes, int live)
    {
        Nodes = nodes;
        Live = live;
        _order = new uint[nodes + 1];
        _informed = new ulong[(nodes + 63) >> 6];
    }

    public int Nodes { get; }

    public int Live { get; }

    /// <summary>Gets or sets how many are informed.</summary>
    public int Count { get; set; }

    public bool IsComplete => Count == Live;

    /// <summary>Gets the informed in the order in which they were informed; one place more than nodes.</summary>
    public uint[] Order => _order;

    /// <summary>Gets one bit for each node: informed, or dead.</summary>
    public ulong[] Informed => _informed;

    public void Reset()
    {
        Array.Clear(_informed);
        for (int node = Live; node < Nodes; node++)
        {
            _informed[node >> 6] |= 1UL << node;
        }

        _informed[0] |= 1;
        _order[0] = 0;
        Count = 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsInformed(uint node) => ((_informed[node >> 6] >> (int)node) & 1) != 0;

    /// <summary>Informs a node unless it is informed or dead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Inform(uint node)
    {
        ref ulong word = ref _informed[node >> 6];
        _order[Count] = node;
        Count += (int)((~word >> (int)node) & 1);
        word |= 1UL << (int)node;
    }
}
