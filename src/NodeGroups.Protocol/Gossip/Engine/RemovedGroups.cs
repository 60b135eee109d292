namespace NodeGroups.Gossip;

/// <summary>The groups this node has left: the last ones whole, of the others the publication count.
/// Bounded.</summary>
/// <remarks>
/// A count must survive, else a node that comes back would reuse names of its rumors. Beyond 65,536 counts the
/// highest one stands for all.
/// </remarks>
internal sealed class RemovedGroups(int limit)
{
    private const int CountLimit = 65_536;
    private readonly List<GossipGroup> _groups = [];
    private readonly Dictionary<GroupName, ulong> _published = [];
    private ulong _highest;

    /// <summary>Notes a group that was left.</summary>
    /// <returns>The group to forget for it, or null.</returns>
    public GossipGroup? Add(GossipGroup group)
    {
        _groups.Add(group);
        if (_groups.Count <= limit)
        {
            return null;
        }

        GossipGroup forgotten = _groups[0];
        _groups.RemoveAt(0);
        if (_published.Count >= CountLimit)
        {
            foreach (ulong count in _published.Values)
            {
                _highest = Math.Max(_highest, count);
            }

            _published.Clear();
        }

        if (forgotten.Published > 0)
        {
            _published[forgotten.Name] = forgotten.Published;
        }

        return forgotten;
    }

    /// <summary>A group that was left is known again.</summary>
    public void Return(GossipGroup group) => _groups.Remove(group);

    /// <summary>Gets with which publication count a group begins that is not remembered whole.</summary>
    public ulong TakePublished(GroupName group) => _published.Remove(group, out ulong count) ? count : _highest;
}
