namespace NodeGroups.Simulation.Spread;

/// <summary>Uniform push, infect-and-die or infect-forever.</summary>
internal sealed class PushKernel(SpreadOptions options, RoundState state) : RoundKernel(options, state)
{
    private const int BlockLength = 512;

    private readonly bool _forever = options.Mode == PushMode.Forever;
    private readonly TargetDraw _draw = new(options.Nodes, options.FanoutCount);
    private readonly ulong[] _block = new ulong[BlockLength];
    private int _from;

    public override bool IsOver => _forever ? State.IsComplete : _from == State.Count;

    public override bool HopsAreRounds => !_forever;

    public override void Reset(ref RoundRandom random)
    {
        base.Reset(ref random);
        _draw.Reset();
        _from = 0;
    }

    public override void Round(ref RoundRandom random)
    {
        int from = _forever ? 0 : _from;
        int to = State.Count;
        _from = to;
        PayloadSends += (long)(to - from) * Fanout;
        if (Fanout > 1)
        {
            SendToMany(from, to, ref random);
        }
        else if (IsLossy)
        {
            SendToOneLossy(from, to, ref random);
        }
        else
        {
            SendToOne(from, to, ref random);
        }
    }

    public override int BusiestSends(int rounds) => _forever ? Fanout * rounds : Fanout;

    private void SendToMany(int from, int to, ref RoundRandom random)
    {
        uint[] order = State.Order;
        for (int i = from; i < to; i++)
        {
            foreach (uint target in _draw.Next(order[i], Fanout, ref random))
            {
                if (!IsLost(ref random))
                {
                    State.Inform(target);
                }
            }
        }
    }

    /// <summary>Two draws from each 64 random bits, and no branch that depends on a draw.</summary>
    private void SendToOne(int from, int to, ref RoundRandom random)
    {
        uint[] order = State.Order;
        ulong[] informed = State.Informed;
        uint peers = (uint)(State.Nodes - 1);
        int count = State.Count;
        for (int i = from; i < to;)
        {
            ReadOnlySpan<uint> senders = order.AsSpan(i, Math.Min(2 * BlockLength, to - i));
            Span<ulong> block = _block.AsSpan(0, (senders.Length + 1) >> 1);
            random.Fill(block);
            for (int k = 0; k < senders.Length; k++)
            {
                uint target = RoundRandom.Scale((uint)(block[k >> 1] >> (k << 5)), peers);
                target += target >= senders[k] ? 1u : 0u;
                ref ulong word = ref informed[target >> 6];
                ulong old = word;
                order[count] = target;
                count += (int)((~old >> (int)target) & 1);
                word = old | (1UL << (int)target);
            }

            i += senders.Length;
        }

        State.Count = count;
    }

    /// <summary>The high half of each 64 random bits draws the target, the low half the loss.</summary>
    private void SendToOneLossy(int from, int to, ref RoundRandom random)
    {
        uint[] order = State.Order;
        ulong[] informed = State.Informed;
        uint peers = (uint)(State.Nodes - 1);
        uint loss = LossBits;
        int count = State.Count;
        for (int i = from; i < to;)
        {
            ReadOnlySpan<uint> senders = order.AsSpan(i, Math.Min(BlockLength, to - i));
            Span<ulong> block = _block.AsSpan(0, senders.Length);
            random.Fill(block);
            for (int k = 0; k < senders.Length; k++)
            {
                ulong bits = block[k];
                uint target = RoundRandom.Scale((uint)(bits >> 32), peers);
                target += target >= senders[k] ? 1u : 0u;
                ulong arrived = (uint)bits >= loss ? 1UL : 0UL;
                ref ulong word = ref informed[target >> 6];
                ulong old = word;
                order[count] = target;
                count += (int)((~old >> (int)target) & arrived);
                word = old | (arrived << (int)target);
            }

            i += senders.Length;
        }

        State.Count = count;
    }
}
