namespace NodeGroups.Simulation.Spread;

/// <summary>The successor of each node on each of some rings, drawn anew for each trial.</summary>
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
}
