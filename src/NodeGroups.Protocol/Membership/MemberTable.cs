namespace NodeGroups.Protocol.Membership;

/// <summary>All members this node knows of, tombstones included: bounded, and iterated in one deterministic order.</summary>
internal sealed class MemberTable(int limit)
{
    private readonly Dictionary<NodeId, int> _index = [];
    private readonly List<Entry> _entries = [];
    private Member[]? _present;

    /// <summary>How many records there are, tombstones included.</summary>
    public int Count => _entries.Count;

    /// <summary>How often the table has changed.</summary>
    public long Changes { get; private set; }

    /// <summary>The alive and suspect members in the order of their ids, this node included. Never changed afterwards.</summary>
    public Member[] Present => _present ??= BuildPresent();

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

    /// <summary>Finds the present member that listens at an address.</summary>
    public Member? FindPresent(NodeAddress address)
    {
        foreach (Member member in Present)
        {
            if (member.Address == address)
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>Sets a record.</summary>
    /// <returns>False when the table is full and the node new: nothing was recorded.</returns>
    public bool Set(Member member, MonotonicTime now)
    {
        if (_index.TryGetValue(member.Id, out int index))
        {
            _entries[index].Member = member;
            _entries[index].Since = now;
        }
        else if (_entries.Count >= limit)
        {
            return false;
        }
        else
        {
            _index.Add(member.Id, _entries.Count);
            _entries.Add(new Entry(member, now));
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

    /// <summary>Tells whether any member is recorded as dead.</summary>
    public bool HasDead()
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Member.Status == MemberStatus.Dead)
            {
                return true;
            }
        }

        return false;
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

            _index.Remove(entry.Member.Id);
            Entry last = _entries[^1];
            _entries.RemoveAt(_entries.Count - 1);
            if (i < _entries.Count)
            {
                _entries[i] = last;
                _index[last.Member.Id] = i;
            }
        }
    }

    /// <summary>Draws distinct present members other than this node.</summary>
    public List<Member> Draw(int count, NodeId self, NodeId except, DeterministicRandom random)
    {
        Member[] pool = (Member[])Present.Clone();
        List<Member> drawn = [];
        for (int left = pool.Length; left > 0 && drawn.Count < count; left--)
        {
            int pick = random.NextInt32(left);
            Member member = pool[pick];
            pool[pick] = pool[left - 1];
            if (member.Id != self && member.Id != except)
            {
                drawn.Add(member);
            }
        }

        return drawn;
    }

    private Member[] BuildPresent()
    {
        List<Member> present = [];
        foreach (Entry entry in _entries)
        {
            if (entry.Member.IsPresent)
            {
                present.Add(entry.Member);
            }
        }

        present.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return [.. present];
    }

    private sealed class Entry(Member member, MonotonicTime since)
    {
        public Member Member { get; set; } = member;

        public MonotonicTime Since { get; set; } = since;

        public MonotonicTime TellAfter { get; set; } = MonotonicTime.Zero;
    }
}
