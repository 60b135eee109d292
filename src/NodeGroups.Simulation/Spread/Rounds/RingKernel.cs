namespace NodeGroups.Simulation.Spread;

/// <summary>Infect-and-die push to the successors on rings that are drawn anew for each trial.</summary>
internal sealed class RingKernel : RoundKernel
{
    private readonly uint[][] _successors;
    private int _from;

    public RingKernel(SpreadOptions options, RoundState state)
        : base(options, state)
    {
        _successors = new uint[Fanout][];
        for (int ring = 0; ring < _successors.Length; ring++)
        {
            _successors[ring] = new uint[options.Nodes];
        }
    }

    public override bool IsOver => _from == State.Count;

    public override void Reset(ref RoundRandom random)
    {
        base.Reset(ref random);
        _from = 0;
        foreach (uint[] ring in _successors)
        {
            Draw(ring, ref random);
        }
    }

    public override void Round(ref RoundRandom random)
    {
        int from = _from;
        int to = State.Count;
        _from = to;
        PayloadSends += (long)(to - from) * Fanout;
        foreach (uint[] ring in _successors)
        {
            for (int i = from; i < to; i++)
            {
                uint target = ring[State.Order[i]];
                if (!IsLost(ref random))
                {
                    State.Inform(target);
                }
            }
        }
    }

    public override int BusiestSends(int rounds) => Fanout;

    /// <summary>Draws one of all permutations that are a single cycle (Sattolo, 1986).</summary>
    private static void Draw(uint[] ring, ref RoundRandom random)
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
