using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// Draws distinct members without this node, uniformly and without allocating: a partial Fisher–Yates shuffle of a
/// kept permutation.
/// </summary>
internal sealed class PeerSampler
{
    private readonly int[] _others;

    /// <summary>Creates a sampler.</summary>
    /// <param name="memberCount">The number of members.</param>
    /// <param name="self">The index of this node among them; negative when it is none.</param>
    public PeerSampler(int memberCount, int self)
    {
        _others = new int[self >= 0 ? memberCount - 1 : memberCount];
        for (int i = 0; i < _others.Length; i++)
        {
            _others[i] = self >= 0 && i >= self ? i + 1 : i;
        }
    }

    /// <summary>Draws.</summary>
    /// <param name="count">How many are wanted.</param>
    /// <param name="random">The source of the choice.</param>
    /// <returns>The indices drawn, at most all others; valid until the next draw.</returns>
    public ReadOnlySpan<int> Draw(int count, DeterministicRandom random)
    {
        count = Math.Min(count, _others.Length);
        for (int i = 0; i < count; i++)
        {
            int j = i + random.NextInt32(_others.Length - i);
            (_others[i], _others[j]) = (_others[j], _others[i]);
        }

        return _others.AsSpan(0, count);
    }
}
