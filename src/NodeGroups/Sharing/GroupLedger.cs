using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>What one node knows of the services and schedules that a group shares. Not thread-safe.</summary>
/// <remarks>What was removed is remembered for an hour, at most 1,024 things, so that a member that was cut off in the
/// meantime does not bring it back. The hour runs from the removal, whenever a member hears of it.</remarks>
internal sealed class GroupLedger
{
    public const int EntryLimit = 1024;
    public const int RemovedLimit = 1024;
    public static readonly TimeSpan RemovedRetention = TimeSpan.FromHours(1);

    private const long VersionLimit = long.MaxValue / 2;
    private const long JumpLimit = 1L << 32;
    private const int KeyLengthLimit = 256;

    private readonly SortedDictionary<string, LedgerEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MonotonicTime> _removedUntil = new(StringComparer.Ordinal);

    /// <summary>The newest version here.</summary>
    public long Version { get; private set; }

    public IEnumerable<LedgerEntry> Entries => _entries.Values;

    public int LiveCount { get; private set; }

    public int Count => _entries.Count;

    /// <summary>Tells whether changes made one on top of another can have led from a known version to this one. One
    /// far above would leave no versions for those who follow.</summary>
    public static bool IsPlausible(long version, long known) =>
        version is > 0 and < VersionLimit && version - known <= JumpLimit;

    public LedgerEntry? Find(string key) => _entries.GetValueOrDefault(key);

    /// <summary>An entry as it is told to another member.</summary>
    public LedgerEntry? Tell(string key, MonotonicTime now) => Find(key) is not { } entry ? null : Tell(entry, now);

    public bool IsNews(LedgerEntry entry) =>
        entry.Key is { Length: > 0 and <= KeyLengthLimit } && IsPlausible(entry.Version, Version)
        && (!_entries.TryGetValue(entry.Key, out LedgerEntry? known) || entry.IsNewerThan(known.Version, known.Writer));

    /// <summary>Takes over what is news.</summary>
    public void Set(LedgerEntry entry, MonotonicTime now)
    {
        LiveCount += (entry.IsRemoved ? 0 : 1) - (Find(entry.Key) is { IsRemoved: false } ? 1 : 0);
        _entries[entry.Key] = entry;
        Version = Math.Max(Version, entry.Version);
        _removedUntil.Remove(entry.Key);
        if (entry.IsRemoved)
        {
            TimeSpan left = RemovedRetention - entry.Age;
            _removedUntil[entry.Key] = now + (left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        Forget(now);
    }

    /// <summary>Forgets what was removed long ago, and the oldest of too many.</summary>
    public void Forget(MonotonicTime now)
    {
        while (_removedUntil.Count > 0)
        {
            (string key, MonotonicTime until) = _removedUntil.MinBy(static removed => removed.Value);
            if (until > now && _removedUntil.Count <= RemovedLimit)
            {
                return;
            }

            _removedUntil.Remove(key);
            _entries.Remove(key);
        }
    }

    /// <summary>A number that is the same for ledgers that hold the same, hardly ever for others (FNV-1a).</summary>
    public ulong Hash()
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (LedgerEntry entry in _entries.Values)
        {
            foreach (char c in entry.Key)
            {
                hash = Mix(hash, c);
            }

            hash = Mix(Mix(Mix(hash, (ulong)entry.Version), entry.Writer.High), entry.Writer.Low);
        }

        return hash;
    }

    public List<LedgerMark> Marks()
    {
        List<LedgerMark> marks = new(_entries.Count);
        foreach (LedgerEntry entry in _entries.Values)
        {
            marks.Add(new LedgerMark(entry.Key, entry.Version, entry.Writer));
        }

        return marks;
    }

    /// <summary>Compares with what another knows.</summary>
    /// <param name="marks">What the other knows.</param>
    /// <param name="now">The time.</param>
    /// <param name="wanted">What it knows and this ledger does not.</param>
    /// <returns>What this ledger knows and the other does not.</returns>
    public List<LedgerEntry> Compare(IReadOnlyList<LedgerMark> marks, MonotonicTime now, out List<string> wanted)
    {
        wanted = [];
        Dictionary<string, LedgerMark> theirs = new(StringComparer.Ordinal);
        foreach (LedgerMark mark in marks)
        {
            theirs[mark.Key] = mark;
            LedgerEntry? own = Find(mark.Key);
            if (own is null || (own.Version, own.Writer).CompareTo((mark.Version, mark.Writer)) < 0)
            {
                wanted.Add(mark.Key);
            }
        }

        List<LedgerEntry> news = [];
        foreach (LedgerEntry entry in _entries.Values)
        {
            if (!theirs.TryGetValue(entry.Key, out LedgerMark? mark) || entry.IsNewerThan(mark.Version, mark.Writer))
            {
                news.Add(Tell(entry, now));
            }
        }

        return news;
    }

    private LedgerEntry Tell(LedgerEntry entry, MonotonicTime now) => entry.IsRemoved
        ? entry with { Age = RemovedRetention - (_removedUntil[entry.Key] - now) }
        : entry;

    private static ulong Mix(ulong hash, ulong value) => unchecked((hash ^ value) * 1_099_511_628_211);
}
