namespace NodeGroups.Gossip;

/// <summary>A set of chunks of one payload.</summary>
internal sealed class ChunkMap(int count)
{
    private readonly ulong[] _words = new ulong[(count + 63) / 64];

    /// <summary>Gets the number of chunks in the set.</summary>
    public int SetCount { get; private set; }

    /// <summary>Gets a value indicating whether every chunk is in the set.</summary>
    public bool IsFull => SetCount == count;

    /// <summary>Tells whether a chunk is in the set.</summary>
    public bool Has(int chunk) => (_words[chunk >> 6] >> (chunk & 63) & 1) != 0;

    /// <summary>Adds a chunk; false when it was there.</summary>
    public bool TryAdd(int chunk)
    {
        if (Has(chunk))
        {
            return false;
        }

        _words[chunk >> 6] |= 1UL << (chunk & 63);
        SetCount++;
        return true;
    }

    /// <summary>Adds every chunk.</summary>
    public void Fill()
    {
        for (int i = 0; i < count; i++)
        {
            TryAdd(i);
        }
    }

    /// <summary>Removes every chunk.</summary>
    public void Clear()
    {
        Array.Clear(_words);
        SetCount = 0;
    }

    /// <summary>Copies the set: bit i of word w stands for chunk 64 w + i.</summary>
    public ulong[] ToWords() => [.. _words];
}
