namespace NodeGroups.Simulation.Spread;

/// <summary>The successor of each node on each of some rings, drawn anew for each trial.</summary>
/// <remarks>With as many rings as there are others nothing is drawn: each node has all others as successors, as a node
/// that is to send on so many rings sends to all.</remarks>
internal sealed class SuccessorRings
{
    private readonly uint[][] _successors;

    public SuccessorRings(int nodes, int rings)
    {
        _successors = new uint[rings][];
        for (int ring = 0; ring < rings; ring++)
        {
            _successors[ring] = new uint[nodes];
        }
    }

    /// <summary>Gets the successors, by ring and node.</summary>
    public uint[][] Successors => _successors;

    /// <summary>Draws each ring from all permutations that are a single cycle (Sattolo, 1986).</summary>
    public void Draw(ref RoundRandom random)
    {
        if (_successors.Length > 0 && _successors.Length == _successors[0].Length - 1)
        {
            NameAllOthers();
            return;
        }

        foreach (uint[] ring in _successors)
        {
            for (int i = 0; i < ring.Length; i++)
            {
                ring[i] = (uint)i;
            }

            for (int i = ring.Length - 1; i > 0; i--)
            {
                uint j = random.Below((uint)i);
                (ring[i], ring[j]) = (ring[j], ring[i]);
            }
        }
    }

    private void NameAllOthers()
    {
        uint nodes = (uint)_successors[0].Length;
        for (uint ring = 0; ring < nodes - 1; ring++)
        {
            for (uint node = 0; node < nodes; node++)
            {
                _successors[ring][node] = (node + ring + 1) % nodes;
            }
        }
    }
}
