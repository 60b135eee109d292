namespace NodeGroups.Simulation.Spread;

/// <summary>Push that loses interest, by feedback or blindly, by a counter or a coin (Demers et al., 1987).</summary>
internal sealed class RumorKernel(SpreadOptions options, RoundState state) : RoundKernel(options, state)
{
    private readonly bool _feedback = options.Kind == MongeringKind.Feedback;
    private readonly bool _coin = options.Stop == MongeringStop.Coin;
    private readonly int _limit = options.StopCount;
    private readonly TargetDraw _draw = new(options.Nodes, options.FanoutCount);
    private readonly ulong[] _before = new ulong[state.Informed.Length];
    private readonly uint[] _active = new uint[options.Nodes];
    private readonly int[] _counted = new int[options.Nodes];
    private readonly int[] _sends = new int[options.Nodes];
    private int _activeCount;

    /// <summary>Gets whether all have stopped; when nobody else lives, there is no feedback to wait for.</summary>
    public override bool IsOver => _activeCount == 0 || State.Live == 1;

    public override void Reset(ref RoundRandom random)
    {
        base.Reset(ref random);
        _draw.Reset();
        Array.Clear(_counted);
        Array.Clear(_sends);
        _active[0] = 0;
        _activeCount = 1;
    }

    public override void Round(ref RoundRandom random)
    {
        State.Informed.CopyTo(_before, 0);
        int informed = State.Count;
        int kept = 0;
        for (int i = 0; i < _activeCount; i++)
        {
            uint sender = _active[i];
            if (!Send(sender, ref random))
            {
                _active[kept++] = sender;
            }
        }

        State.Order.AsSpan(informed, State.Count - informed).CopyTo(_active.AsSpan(kept));
        _activeCount = kept + State.Count - informed;
    }

    public override int BusiestSends(int rounds) => _sends.Max();

    /// <summary>Contacts the targets of one sender and says whether it stops.</summary>
    private bool Send(uint sender, ref RoundRandom random)
    {
        bool stops = false;
        foreach (uint target in _draw.Next(sender, Fanout, ref random))
        {
            PayloadSends++;
            _sends[sender]++;
            bool arrives = !IsLost(ref random) && target < State.Live;
            if (arrives)
            {
                State.Inform(target);
            }

            if (!_feedback)
            {
                stops |= Count(sender, ref random);
            }
            else if (arrives && ((_before[target >> 6] >> (int)target) & 1) != 0)
            {
                stops |= Count(sender, ref random);
            }
            else if (arrives)
            {
                _counted[sender] = 0;
            }
        }

        return stops;
    }

    private bool Count(uint sender, ref RoundRandom random) =>
        _coin ? random.Below((uint)_limit) == 0 : ++_counted[sender] >= _limit;
}
