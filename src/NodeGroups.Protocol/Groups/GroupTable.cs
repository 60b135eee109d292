using NodeGroups.Protocol.Membership;

namespace NodeGroups.Protocol.Groups;

/// <summary>The views of this node: <c>all</c>, <c>local</c>, live groups and defined groups.</summary>
/// <remarks>
/// A name stands for one group on a node: joining a defined name replaces the definition, defining a joined name
/// leaves the live group. Views are built once an input, from the member table.
/// </remarks>
internal sealed class GroupTable(NodeId self, GroupGossipOptions allOptions)
{
    private readonly SortedDictionary<GroupName, Entry> _entries = [];
    private ulong _retiredVersion;

    /// <summary>Gets a view, or null.</summary>
    public GroupView? Find(GroupName group) => _entries.TryGetValue(group, out Entry? entry) ? entry.View : null;

    /// <summary>The live groups this node is in, in name order.</summary>
    public GroupName[] Joined => [.. _entries.Where(pair => pair.Value.IsJoined).Select(pair => pair.Key)];

    /// <summary>Creates the built-in groups.</summary>
    public void Start()
    {
        _entries[GroupName.All] = new Entry { Options = allOptions };
        _entries[GroupName.Local] = new Entry { Options = allOptions };
    }

    /// <summary>Tells whether this node has joined or defined so many groups that there is no room for
    /// another.</summary>
    public bool IsFull(GroupName group) => !TakesPart(group)
        && _entries.Count(static pair => pair.Value.IsJoined || pair.Value.Defined is not null)
            >= ProtocolLimits.GroupsPerMember;

    /// <summary>Makes this node a member of a live group.</summary>
    /// <returns>True when the own record changes.</returns>
    public bool Join(GroupName group, GroupGossipOptions options)
    {
        Entry entry = Ensure(group);
        bool changed = !entry.IsJoined;
        entry.Defined = null;
        entry.IsJoined = true;
        entry.Options = options;
        return changed;
    }

    /// <summary>Ends the membership of a live group, or deletes a definition.</summary>
    /// <returns>True when there was one.</returns>
    public bool Leave(GroupName group, bool defined)
    {
        if (!_entries.TryGetValue(group, out Entry? entry) || !(defined ? entry.Defined is not null : entry.IsJoined))
        {
            return false;
        }

        entry.Defined = null;
        entry.IsJoined = false;
        return true;
    }

    /// <summary>Puts a defined group.</summary>
    /// <returns>True when the own record changes, because the name had been joined.</returns>
    public bool Define(DefineGroup command)
    {
        Entry entry = Ensure(command.Group);
        bool changed = entry.IsJoined;
        entry.IsJoined = false;
        entry.Defined = [.. command.Members];
        entry.Options = command.Options;
        return changed;
    }

    /// <summary>Sets the options of a known group.</summary>
    public bool Configure(GroupName group, GroupGossipOptions options)
    {
        if (!_entries.TryGetValue(group, out Entry? entry))
        {
            return false;
        }

        entry.Options = options;
        return true;
    }

    /// <summary>Gets whether this node takes part in a group's gossip.</summary>
    public bool TakesPart(GroupName group) => _entries.TryGetValue(group, out Entry? entry)
        && (group.IsReserved || entry.IsJoined || entry.Defined is not null);

    /// <summary>Gets the options of a known group.</summary>
    public GroupGossipOptions OptionsOf(GroupName group) => _entries[group].Options;

    /// <summary>Builds every view anew and returns those that changed, in name order.</summary>
    public List<GroupViewChange> Rebuild(MemberTable table)
    {
        Dictionary<GroupName, List<Member>> live = [];
        foreach (Member member in table.Present)
        {
            for (int i = 0; i < member.Groups.Count; i++)
            {
                GroupName group = member.Groups[i];
                if (group.IsReserved)
                {
                    continue;
                }

                if (!live.TryGetValue(group, out List<Member>? members))
                {
                    live.Add(group, members = []);
                    Ensure(group);
                }

                if (members.Count == 0 || members[^1].Id != member.Id)
                {
                    members.Add(member);
                }
            }
        }

        List<GroupViewChange> changes = [];
        foreach ((GroupName group, Entry entry) in _entries.ToArray())
        {
            Member[] members = group == GroupName.All ? table.Present
                : group == GroupName.Local ? table.Find(self) is { IsPresent: true } own ? [own] : []
                : entry.Defined is not null ? Resolve(entry.Defined, table)
                : live.TryGetValue(group, out List<Member>? found) ? [.. found] : [];
            if (Compare(group, entry, members, table) is { } change)
            {
                entry.View = change.Current;
                changes.Add(change);
            }

            if (members.Length == 0 && !TakesPart(group))
            {
                _retiredVersion = Math.Max(_retiredVersion, entry.View?.Version ?? 0);
                _entries.Remove(group);
            }
        }

        return changes;
    }

    private static int Order(Member left, Member right) => left.Id.CompareTo(right.Id) is not 0 and int order
        ? order : left.Address.CompareTo(right.Address);

    private static Member[] Resolve(Peer[] peers, MemberTable table)
    {
        List<Member> members = [];
        foreach (Peer peer in peers)
        {
            Member? known = peer.Id.IsNone ? table.FindPresent(peer.Address) : table.Find(peer.Id);
            Member member = known ?? new Member(peer.Id, string.Empty, peer.Address, MemberStatus.Alive, 0, []);
            if (member.IsPresent)
            {
                members.Add(member);
            }
        }

        members.Sort(Order);
        int kept = 0;
        for (int i = 0; i < members.Count; i++)
        {
            if (kept == 0 || Order(members[kept - 1], members[i]) != 0)
            {
                members[kept++] = members[i];
            }
        }

        return [.. members[..kept]];
    }

    private static bool IsSame(Member left, Member right) => ReferenceEquals(left, right)
        || (left.Id.IsNone && right.Id.IsNone && left.Address == right.Address)
        || (left.Id == right.Id && left.Incarnation == right.Incarnation && left.Status == right.Status
            && left.Name == right.Name && left.Address == right.Address);

    private GroupViewChange? Compare(GroupName group, Entry entry, Member[] members, MemberTable table)
    {
        Member[] before = entry.View is null ? [] : [.. entry.View.Members];
        List<Member> joined = [];
        List<Member> left = [];
        List<Member> failed = [];
        bool refreshed = entry.View is null;
        int i = 0;
        int j = 0;
        while (i < before.Length || j < members.Length)
        {
            int order = i == before.Length ? 1 : j == members.Length ? -1 : Order(before[i], members[j]);
            if (order == 0)
            {
                refreshed |= !IsSame(before[i++], members[j++]);
            }
            else if (order > 0)
            {
                joined.Add(members[j++]);
            }
            else
            {
                Member gone = before[i++];
                (table.Find(gone.Id) is { Status: MemberStatus.Dead } ? failed : left).Add(gone);
            }
        }

        if (!refreshed && joined.Count + left.Count + failed.Count == 0)
        {
            return null;
        }

        ulong version = (entry.View?.Version ?? _retiredVersion) + 1;
        return new GroupViewChange(new GroupView(group, version, members), joined, left, failed);
    }

    private Entry Ensure(GroupName group)
    {
        if (!_entries.TryGetValue(group, out Entry? entry))
        {
            _entries.Add(group, entry = new Entry { Options = allOptions });
        }

        return entry;
    }

    private sealed class Entry
    {
        public required GroupGossipOptions Options { get; set; }

        public bool IsJoined { get; set; }

        public Peer[]? Defined { get; set; }

        public GroupView? View { get; set; }
    }
}
