namespace NodeGroups.Simulation.Spread;

/// <summary>
/// The strategy's 64 bits that each node keeps for members: eight members in packed arrays, further ones in a table.
/// </summary>
internal sealed class MemberStates(int nodes)
{
    private const int Stride = 8;
    private const int ChunkLength = 1024;
    private readonly List<ulong[]> _chunks = [];
    private readonly Dictionary<(int Node, int Member), int> _further = [];
    private int[]? _members;
    private ulong[]? _states;

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Array.Clear(_members ?? []);
        Array.Clear(_states ?? []);
        _further.Clear();
        _chunks.Clear();
    }

    /// <summary>Gets what a node keeps for a member; the place never moves.</summary>
    public ref ulong this[int node, int member]
    {
        get
        {
            _members ??= new int[(long)nodes * Stride];
            _states ??= new ulong[_members.Length];
            int start = node * Stride;
            for (int i = start; i < start + Stride; i++)
            {
                if (_members[i] == 0)
                {
                    _members[i] = member + 1;
                }

                if (_members[i] == member + 1)
                {
                    return ref _states[i];
                }
            }

            return ref Further(node, member);
        }
    }

    private ref ulong Further(int node, int member)
    {
        if (!_further.TryGetValue((node, member), out int place))
        {
            place = _further.Count;
            _further.Add((node, member), place);
            if (place % ChunkLength == 0)
            {
                _chunks.Add(new ulong[ChunkLength]);
            }
        }

        return ref _chunks[place / ChunkLength][place % ChunkLength];
    }
}
