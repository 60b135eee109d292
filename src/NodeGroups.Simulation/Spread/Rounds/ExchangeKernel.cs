namespace NodeGroups.Simulation.Spread;

/// <summary>Pull and push-pull: calls that are answered in the round in which they are made.</summary>
internal sealed class ExchangeKernel(SpreadOptions options, RoundState state, bool push) : RoundKernel(options, state)
{
    private readonly TargetDraw _draw = new(options.Nodes, options.FanoutCount);
    private readonly ulong[] _before = new ulong[state.Informed.Length];
    private readonly int[] _sends = new int[options.Nodes];

    public override bool IsOver => State.IsComplete;

    public override void Reset(ref RoundRandom random)
    {
        base.Reset(ref random);
        _draw.Reset();
        Array.Clear(_sends);
    }

    public override void Round(ref RoundRandom random)
    {
        State.Informed.CopyTo(_before, 0);
        for (uint caller = 0; caller < State.Live; caller++)
        {
            bool knows = Knew(caller);
            if (knows && !push)
            {
                continue;
            }

            foreach (uint callee in _draw.Next(caller, Fanout, ref random))
            {
                if (knows)
                {
                    Push(caller, callee, ref random);
                }
                else
                {
                    Ask(caller, callee, ref random);
                }
            }
        }
    }

    public override int BusiestSends(int rounds) => _sends.Max();

    private void Push(uint caller, uint callee, ref RoundRandom random)
    {
        PayloadSends++;
        _sends[caller]++;
        if (!IsLost(ref random))
        {
            State.Inform(callee);
        }
    }

    private void Ask(uint caller, uint callee, ref RoundRandom random)
    {
        ControlSends++;
        if (IsLost(ref random) || callee >= State.Live || !Knew(callee))
        {
            return;
        }

        PayloadSends++;
        _sends[callee]++;
        if (!IsLost(ref random))
        {
            State.Inform(caller);
        }
    }

    private bool Knew(uint node) => ((_before[node >> 6] >> (int)node) & 1) != 0;
}
