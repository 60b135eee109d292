namespace NodeGroups.Gossip;

/// <summary>
/// Which sequences of one origin are known: all up to a floor, and a bitmap above it. Exact, and bounded.
/// </summary>
/// <remarks>
/// At most <c>size</c> sequences above the floor are remembered. A sequence up to twice that above the floor slides the
/// window; what falls below it unseen is lost and counted. One still farther is refused, so that one absurd number
/// cannot wipe out the window: a node that really is that far behind learns the new floor from its peers' digests.
/// Nothing is forgotten with time: a replay of an old sequence is always known.
/// </remarks>
internal sealed class OriginWindow(int size)
{
    private ulong[] _bits = [];

    /// <summary>Gets the sequence up to which everything is known or given up.</summary>
    public ulong Floor { get; private set; }

    /// <summary>Gets the highest known sequence; the floor when none is above it.</summary>
    public ulong Top { get; private set; }

    /// <summary>
    /// Gets the first sequence whose loss counts: what came before this node took part was never promised.
    /// </summary>
    public ulong CountFrom { get; private set; } = 1;

    private ulong Capacity => (ulong)_bits.Length * 64;

    /// <summary>Sets the first sequence whose loss counts; the floor rises to keep it within the window.</summary>
    public void CountLossesFrom(ulong sequence)
    {
        CountFrom = sequence;
        if (sequence > (ulong)size)
        {
            GiveUp(sequence - (ulong)size);
        }
    }

    /// <summary>Tells whether a sequence is known or given up.</summary>
    public bool Knows(ulong sequence) => sequence <= Floor || (sequence <= Top && IsSet(sequence));

    /// <summary>Notes a sequence.</summary>
    /// <param name="sequence">The sequence, from 1.</param>
    /// <param name="lost">How many unseen sequences fell out of the window by this.</param>
    public WindowMark Mark(ulong sequence, out ulong lost)
    {
        lost = 0;
        if (Knows(sequence))
        {
            return WindowMark.Known;
        }

        ulong distance = sequence - Floor;
        if (distance > 2 * (ulong)size)
        {
            return WindowMark.TooFar;
        }

        if (distance > (ulong)size)
        {
            lost = GiveUp(sequence - (ulong)size);
        }

        if (sequence == Floor + 1)
        {
            Floor = sequence;
            Top = Math.Max(Top, Floor);
            RaiseFloor();
            return WindowMark.New;
        }

        EnsureCapacity(sequence - Floor);
        ulong place = sequence % Capacity;
        _bits[place >> 6] |= 1UL << (int)(place & 63);
        Top = Math.Max(Top, sequence);
        return WindowMark.New;
    }

    /// <summary>Raises the floor, whether everything below has been seen or not.</summary>
    /// <param name="floor">The new floor; one that is not above the present floor changes nothing.</param>
    /// <returns>How many unseen sequences were given up, of those whose loss counts.</returns>
    public ulong GiveUp(ulong floor)
    {
        if (floor <= Floor)
        {
            return 0;
        }

        ulong lost = 0;
        ulong last = Math.Min(floor, Top);
        for (ulong sequence = Floor + 1; sequence <= last; sequence++)
        {
            if (IsSet(sequence))
            {
                Clear(sequence);
            }
            else if (sequence >= CountFrom)
            {
                lost++;
            }
        }

        ulong from = Math.Max(Math.Max(Top, Floor) + 1, CountFrom);
        if (floor >= from)
        {
            lost += floor - from + 1;
        }

        Floor = floor;
        Top = Math.Max(Top, floor);
        RaiseFloor();
        return lost;
    }

    /// <summary>Copies what is known above the floor: bit i of word w stands for Floor + 1 + 64 w + i.</summary>
    /// <param name="wordLimit">The most words.</param>
    public ulong[] CopyAbove(int wordLimit)
    {
        ulong count = Math.Min(Top - Floor, (ulong)wordLimit * 64);
        if (count == 0)
        {
            return [];
        }

        ulong[] words = new ulong[(count + 63) / 64];
        for (ulong i = 0; i < count; i++)
        {
            if (IsSet(Floor + 1 + i))
            {
                words[i >> 6] |= 1UL << (int)(i & 63);
            }
        }

        return words;
    }

    private bool IsSet(ulong sequence)
    {
        ulong place = sequence % Capacity;
        return (_bits[place >> 6] >> (int)(place & 63) & 1) != 0;
    }

    private void Clear(ulong sequence)
    {
        ulong place = sequence % Capacity;
        _bits[place >> 6] &= ~(1UL << (int)(place & 63));
    }

    private void RaiseFloor()
    {
        while (Floor < Top && IsSet(Floor + 1))
        {
            Clear(Floor + 1);
            Floor++;
        }
    }

    private void EnsureCapacity(ulong count)
    {
        ulong old = Capacity;
        if (count <= old)
        {
            return;
        }

        ulong wanted = Math.Min(Math.Max(count, old * 2), (ulong)size);
        ulong[] former = _bits;
        _bits = new ulong[(wanted + 63) / 64];
        for (ulong sequence = Floor + 1; sequence <= Top && old > 0; sequence++)
        {
            ulong place = sequence % old;
            if ((former[place >> 6] >> (int)(place & 63) & 1) != 0)
            {
                place = sequence % Capacity;
                _bits[place >> 6] |= 1UL << (int)(place & 63);
            }
        }
    }
}
