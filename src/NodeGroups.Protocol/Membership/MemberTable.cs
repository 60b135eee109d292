using System.Runtime.InteropServices;

namespace NodeGroups.Protocol.Membership;

/// <summary>
/// All members this node knows of, tombstones included: bounded, and iterated in one deterministic order.
/// </summary>
internal sealed class MemberTable(int limit)
{
    private static readonly Comparer<Member> ById =
        Comparer<Member>.Create(static (left, right) => left.Id.CompareTo(right.Id));

    private readonly Dictionary<NodeId, int> _index = [];
    private readonly Dictionary<NodeAddress, List<NodeId>> _byAddress = [];
    private readonly List<Entry> _entries = [];
    private readonly List<Member> _sorted = [];
    private Member[]? _present;

    /// <summary>How many records there are, tombstones included.</summary>
    public int Count => _entries.Count;

    /// <summary>How many members are present, this node included.</summary>
    public int PresentCount => _sorted.Count;

    /// <summary>How often the table has changed.</summary>
    public long Changes { get; private set; }

    /// <summary>How often an array was made for <see cref="Present"/>: at most once between two changes.</summary>
    public long Builds { get; private set; }

    /// <summary>
    /// The alive and suspect members in the order of their ids, this node included. Never changed afterwards.
    /// </summary>
    public Member[] Present
    {
        get
        {
            if (_present is null)
            {
                _present = [.. _sorted];
                Builds++;
            }

            return _present;
        }
    }

    /// <summary>Every record, in a deterministic order.</summary>
    public Member[] Snapshot()
    {
        Member[] members = new Member[_entries.Count];
        for (int i = 0; i < members.Length; i++)
        {
            members[i] = _entries[i].Member;
        }

        return members;
    }

    /// <summary>Finds a record.</summary>
    public Member? Find(NodeId id) => _index.TryGetValue(id, out int index) ? _entries[index].Member : null;

    /// <summary>
    /// Finds the present member that listens at an address; the one heard of last when there are several.
    /// </summary>
    public Member? FindPresent(NodeAddress address) =>
        _byAddress.TryGetValue(address, out List<NodeId>? ids) ? Find(ids[^1]) : null;

    /// <summary>
    /// Gets the present members at an address other than one, in the order in which they were heard of.
    /// </summary>
    public List<Member> Others(NodeAddress address, NodeId except)
    {
        List<Member> others = [];
        if (_byAddress.TryGetValue(address, out List<NodeId>? ids) && (ids.Count > 1 || ids[0] != except))
        {
            foreach (NodeId id in ids)
            {
                if (id != except)
                {
                    others.Add(Find(id)!);
                }
            }
        }

        return others;
    }

    /// <summary>Sets a record. In a full table a newcomer takes the place of the oldest tombstone.</summary>
    /// <returns>False when there is no place for the new record: nothing was recorded.</returns>
    public bool Set(Member member, MonotonicTime now)
    {
        if (_index.TryGetValue(member.Id, out int index))
        {
            Replace(_entries[index].Member, member);
            _entries[index].Member = member;
            _entries[index].Since = now;
        }
        else if (_entries.Count >= limit && !(member.IsPresent && EvictTombstone()))
        {
            return false;
        }
        else
        {
            _index.Add(member.Id, _entries.Count);
            _entries.Add(new Entry(member, now));
            Enlist(member);
        }

        _present = null;
        Changes++;
        return true;
    }

    /// <summary>Allows one answer to a removed member in each span.</summary>
    /// <returns>True when the member may be told now that it was removed.</returns>
    public bool MayTell(NodeId id, MonotonicTime now, TimeSpan span)
    {
        if (!_index.TryGetValue(id, out int index) || now < _entries[index].TellAfter)
        {
            return false;
        }

        _entries[index].TellAfter = now + span;
        return true;
    }

    /// <summary>Tells whether evidence about a member may start a probe now.</summary>
    public bool MayProbe(NodeId id, MonotonicTime now) =>
        _index.TryGetValue(id, out int index) && now >= _entries[index].ProbeAfter;

    /// <summary>Lets evidence about a member start no further probe before a moment.</summary>
    public void HoldProbes(NodeId id, MonotonicTime until)
    {
        if (_index.TryGetValue(id, out int index))
        {
            _entries[index].ProbeAfter = until;
        }
    }

    /// <summary>Draws a dead member whose address nobody present has taken over.</summary>
    public Member? DrawDead(DeterministicRandom random)
    {
        List<Member> dead = [];
        foreach (Entry entry in _entries)
        {
            if (entry.Member.Status == MemberStatus.Dead && FindPresent(entry.Member.Address) is null)
            {
                dead.Add(entry.Member);
            }
        }

        return dead.Count == 0 ? null : dead[random.NextInt32(dead.Count)];
    }

    /// <summary>Forgets the tombstones older than the retention.</summary>
    public void Forget(MonotonicTime now, TimeSpan retention)
    {
        for (int i = _entries.Count - 1; i >= 0; i--)
        {
            Entry entry = _entries[i];
            if (entry.Member.IsPresent || now - entry.Since < retention)
            {
                continue;
            }

            RemoveAt(i);
        }
    }

    /// <summary>
    /// Draws distinct present members other than this node: a uniform sample (Floyd), in random order.
    /// </summary>
    public List<Member> Draw(int count, NodeId self, NodeId except, DeterministicRandom random)
    {
        int size = Math.Min(_sorted.Count, count + 2);
        List<int> places = new(size);
        for (int i = _sorted.Count - size; i < _sorted.Count; i++)
        {
            int place = random.NextInt32(i + 1);
            places.Add(places.Contains(place) ? i : place);
        }

        random.Shuffle(CollectionsMarshal.AsSpan(places));
        List<Member> drawn = new(size);
        foreach (int place in places)
        {
            Member member = _sorted[place];
            if (drawn.Count < count && member.Id != self && member.Id != except)
            {
                drawn.Add(member);
            }
        }

        return drawn;
    }

    private void Replace(Member before, Member after)
    {
        if (before.IsPresent && after.IsPresent && before.Address == after.Address)
        {
            _sorted[_sorted.BinarySearch(after, ById)] = after;
            return;
        }

        Delist(before);
        Enlist(after);
    }

    private void Enlist(Member member)
    {
        if (!member.IsPresent)
        {
            return;
        }

        int place = _sorted.BinarySearch(member, ById);
        _sorted.Insert(~place, member);
        if (!_byAddress.TryGetValue(member.Address, out List<NodeId>? ids))
        {
            _byAddress.Add(member.Address, ids = new List<NodeId>(1));
        }

        ids.Add(member.Id);
    }

    private void Delist(Member member)
    {
        if (!member.IsPresent)
        {
            return;
        }

        _sorted.RemoveAt(_sorted.BinarySearch(member, ById));
        List<NodeId> ids = _byAddress[member.Address];
        ids.Remove(member.Id);
        if (ids.Count == 0)
        {
            _byAddress.Remove(member.Address);
        }
    }

    private bool EvictTombstone()
    {
        int oldest = -1;
        for (int i = 0; i < _entries.Count; i++)
        {
            if (!_entries[i].Member.IsPresent && (oldest < 0 || _entries[i].Since < _entries[oldest].Since))
            {
                oldest = i;
            }
        }

        if (oldest >= 0)
        {
            RemoveAt(oldest);
        }

        return oldest >= 0;
    }

    private void RemoveAt(int i)
    {
        _index.Remove(_entries[i].Member.Id);
        Entry last = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        if (i < _entries.Count)
        {
            _entries[i] = last;
            _index[last.Member.Id] = i;
        }
    }

    private sealed class Entry(Member member, MonotonicTime since)
    {
        public Member Member { get; set; } = member;

        public MonotonicTime Since { get; set; } = since;

        public MonotonicTime TellAfter { get; set; } = MonotonicTime.Zero;

        public MonotonicTime ProbeAfter { get; set; } = MonotonicTime.Zero;
    }
}
