using System.Collections.Concurrent;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>The groups of one node as its shell sees them. Views are written by the loop, read by anybody.</summary>
internal sealed class GroupStates(GroupOptions defaults)
{
    private readonly ConcurrentDictionary<GroupName, GroupState> _groups = new();

    public GroupOptions Defaults { get; } = defaults;

    /// <summary>The groups joined or defined here.</summary>
    public int HeldCount => _groups.Values.Count(static state => state.IsHeld && !state.Name.IsReserved);

    public GroupState GetOrAdd(GroupName group) =>
        _groups.GetOrAdd(group, static (name, options) => new GroupState(name, options), Defaults);

    public GroupState? Find(GroupName group) =>
        _groups.TryGetValue(group, out GroupState? state) && state.IsKnown ? state : null;

    public IReadOnlyList<GroupName> Names()
    {
        List<GroupName> names = [];
        foreach (GroupState state in _groups.Values)
        {
            if (state.IsKnown)
            {
                names.Add(state.Name);
            }
        }

        names.Sort();
        return names;
    }

    public void Publish(GroupViewChange change) =>
        GetOrAdd(change.Group).Publish(change.Current, change.Failed, known: true);

    /// <summary>Takes over whether the machine knows the group, and its view, after a command that may have changed
    /// either.</summary>
    public void Sync(GroupName group, NodeMachine machine)
    {
        GroupState state = GetOrAdd(group);
        if (machine.FindView(group) is { } view)
        {
            state.Publish(view, [], known: true);
        }
        else
        {
            GroupView last = state.View;
            ulong version = last.Members.Count == 0 ? last.Version : last.Version + 1;
            state.Publish(new GroupView(group, version, []), [], known: false);
        }
    }

    public void End()
    {
        foreach (GroupState state in _groups.Values)
        {
            state.End();
        }
    }
}
