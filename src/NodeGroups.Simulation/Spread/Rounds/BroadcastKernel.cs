namespace NodeGroups.Simulation.Spread;

/// <summary>The origin sends to everybody in the first round.</summary>
internal sealed class BroadcastKernel(SpreadOptions options, RoundState state) : RoundKernel(options, state)
{
    public override bool IsOver => PayloadSends > 0;

    public override bool HopsAreRounds => true;

    public override void Round(ref RoundRandom random)
    {
        PayloadSends = State.Nodes - 1;
        for (uint node = 1; node < State.Live; node++)
        {
            if (!IsLost(ref random))
            {
                State.Inform(node);
            }
        }
    }

    public override int BusiestSends(int rounds) => (int)PayloadSends;
}
