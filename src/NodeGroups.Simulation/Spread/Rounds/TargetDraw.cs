namespace NodeGroups.Simulation.Spread;

/// <summary>Draws distinct targets uniformly among the other nodes.</summary>
internal sealed class TargetDraw
{
    /// <summary>Up to this many targets a repeated one is drawn again; beyond, a deck is dealt from.</summary>
    private const int RedrawLimit = 64;

    private readonly uint _peers;
    private uint[] _targets;
    private uint[]? _deck;

    /// <summary>Creates a source of targets.</summary>
    /// <param name="nodes">The nodes to draw from, the sender included.</param>
    /// <param name="fanout">How many targets are expected to be drawn at a time.</param>
    public TargetDraw(int nodes, int fanout)
    {
        _peers = (uint)(nodes - 1);
        _targets = new uint[fanout];
    }

    /// <summary>Puts the deck in order, so that a trial does not depend on the trials before it.</summary>
    public void Reset()
    {
        for (int i = 0; i < (_deck?.Length ?? 0); i++)
        {
            _deck![i] = (uint)i;
        }
    }

    /// <summary>Draws targets of one sender; they are valid until the next draw.</summary>
    /// <param name="sender">The sender.</param>
    /// <param name="count">How many; at most all others.</param>
    /// <param name="random">The source of the choice.</param>
    public ReadOnlySpan<uint> Next(uint sender, int count, ref RoundRandom random)
    {
        if (count > _targets.Length)
        {
            _targets = new uint[Math.Max(count, 2 * _targets.Length)];
        }

        Span<uint> targets = _targets.AsSpan(0, count);
        if (count > RedrawLimit || count * 2L > _peers)
        {
            Deal(targets, ref random);
        }
        else
        {
            ulong seen = 0;
            for (int i = 0; i < targets.Length; i++)
            {
                // Most are told apart by six bits; the others are looked for.
                uint target = random.Below(_peers);
                while (((seen >> (int)target) & 1) != 0 && targets[..i].Contains(target))
                {
                    target = random.Below(_peers);
                }

                seen |= 1UL << (int)target;
                targets[i] = target;
            }
        }

        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] += targets[i] >= sender ? 1u : 0u;
        }

        return targets;
    }

    private void Deal(Span<uint> targets, ref RoundRandom random)
    {
        if (_deck is null)
        {
            _deck = new uint[_peers];
            Reset();
        }

        uint[] deck = _deck;
        for (int i = 0; i < targets.Length; i++)
        {
            int j = i + (int)random.Below((uint)(deck.Length - i));
            (deck[i], deck[j]) = (deck[j], deck[i]);
            targets[i] = deck[i];
        }
    }
}
