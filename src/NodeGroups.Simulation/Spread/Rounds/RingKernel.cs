namespace NodeGroups.Simulation.Spread;

/// <summary>Infect-and-die push to the successors on rings that are drawn anew for each trial.</summary>
internal sealed class RingKernel(SpreadOptions options, RoundState state) : RoundKernel(options, state)
{
    private readonly SuccessorRings _rings = new(options.Nodes, options.FanoutCount);
    private int _from;

    public override bool IsOver => _from == State.Count;

    public override bool HopsAreRounds => true;

    public override void Reset(ref RoundRandom random)
    {
        base.Reset(ref random);
        _from = 0;
        _rings.Draw(ref random);
    }

    public override void Round(ref RoundRandom random)
    {
        int from = _from;
        int to = State.Count;
        _from = to;
        PayloadSends += (long)(to - from) * Fanout;
        foreach (uint[] ring in _rings.Successors)
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
}
