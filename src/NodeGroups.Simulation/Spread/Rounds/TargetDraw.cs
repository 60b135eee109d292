namespace NodeGroups.Simulation.Spread;

/// <summary>Draws distinct targets uniformly among the other nodes.</summary>
internal sealed class TargetDraw
{
    /// <summary>Up to this many targets a repeated one is drawn again; beyond, a deck is dealt from.</summary>
    private const int RedrawLimit = 24;

    private readonly uint _peers;
    private readonly uint[] _targets;
    private readonly uint[]? _deck;

    public TargetDraw(int nodes, int fanout)
    {
        _peers = (uint)(nodes - 1);
        _targets = new uint[fanout];
        if (fanout > RedrawLimit || fanout * 2 > nodes)
        {
            _deck = new uint[nodes - 1];
        }
    }

    /// <summary>Puts the deck in order, so that a trial does not depend on the trials before it.</summary>
    public void Reset()
    {
        for (int i = 0; i < (_deck?.Length ?? 0); i++)
        {
            _deck![i] = (uint)i;
        }
    }

    /// <summary>Draws the targets of one sender; they are valid until the next draw.</summary>
    public ReadOnlySpan<uint> Next(uint sender, ref RoundRandom random)
    {
        Span<uint> targets = _targets;
        if (_deck is not null)
        {
            Deal(_deck, targets, ref random);
        }
        else
        {
            for (int i = 0; i < targets.Length; i++)
            {
                uint target = random.Below(_peers);
                while (targets[..i].Contains(target))
                {
                    target = random.Below(_peers);
                }

                targets[i] = target;
            }
        }

        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] += targets[i] >= sender ? 1u : 0u;
        }

        return targets;
    }

    private static void Deal(uint[] deck, Span<uint> targets, ref RoundRandom random)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            int j = i + (int)random.Below((uint)(deck.Length - i));
            (deck[i], deck[j]) = (deck[j], deck[i]);
            targets[i] = deck[i];
        }
    }
}
