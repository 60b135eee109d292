namespace NodeGroups.Gossip;

/// <summary>The latest results of a pure function: who asks the same again does not compute it again.</summary>
/// <remarks>Thread-safe without a lock: an entry is written as a whole, and of two that are written at the same time
/// one may be forgotten, which costs nothing but its computation.</remarks>
/// <param name="compute">The function; the same for the same key at all times.</param>
internal sealed class RecentResults<TKey, TValue>(Func<TKey, TValue> compute)
    where TKey : IEquatable<TKey>
{
    private const uint Limit = 16;
    private readonly Entry?[] _entries = new Entry?[Limit];
    private uint _next;

    /// <summary>Gets the result for a key.</summary>
    public TValue this[TKey key]
    {
        get
        {
            foreach (Entry? entry in _entries)
            {
                if (entry is not null && entry.Key.Equals(key))
                {
                    return entry.Value;
                }
            }

            TValue value = compute(key);
            _entries[_next++ % Limit] = new Entry(key, value);
            return value;
        }
    }

    private sealed class Entry(TKey key, TValue value)
    {
        public TKey Key { get; } = key;

        public TValue Value { get; } = value;
    }
}
