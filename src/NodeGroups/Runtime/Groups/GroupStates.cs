using System.Collections.Concurrent;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>The groups of one node as its shell sees them. Views are written by the loop, read by anybody.</summary>
/// <remarks>A group that the machine no longer knows is kept only as long as somebody has a handle of it, which then
/// sees the group come again.</remarks>
internal sealed class GroupStates(GroupOptions defaults)
{
    private readonly ConcurrentDictionary<GroupName, GroupState> _groups = new();
    private readonly Dictionary<GroupName, WeakReference<GroupState>> _forgotten = [];
    private readonly Lock _lock = new();
    private int _sweepAbove = 64;

    public GroupOptions Defaults { get; } = defaults;

    /// <summary>The groups joined or defined here.</summary>
    public int HeldCount => _groups.Values.Count(static state => state.IsHeld && !state.Name.IsReserved);

    /// <summary>How many groups are kept, with those that only a handle may keep.</summary>
    public int KeptCount
    {
        get
        {
            lock (_lock)
            {
                return _groups.Count + _forgotten.Count;
            }
        }
    }

    public GroupState GetOrAdd(GroupName group)
    {
        if (_groups.TryGetValue(group, out GroupState? state))
        {
            return state;
        }

        lock (_lock)
        {
            if (_groups.TryGetValue(group, out state))
            {
                return state;
            }

            if (!_forgotten.Remove(group, out WeakReference<GroupState>? kept) || !kept.TryGetTarget(out state))
            {
                state = new GroupState(group, Defaults);
            }

            _groups[group] = state;
            return state;
        }
    }

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

    public void Publish(GroupViewChange change, NodeMachine machine)
    {
        GroupState state = GetOrAdd(change.Group);
        state.Publish(change.Current, change.Failed, known: machine.FindView(change.Group) is not null);
        Forget(state);
    }

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
            Forget(state);
        }
    }

    /// <summary>Keeps a group that is neither known nor held no longer than its handles.</summary>
    public void Forget(GroupState state)
    {
        lock (_lock)
        {
            if (state.IsKnown || state.IsHeld || !_groups.TryRemove(state.Name, out _))
            {
                return;
            }

            _forgotten[state.Name] = new WeakReference<GroupState>(state);
            if (_forgotten.Count <= _sweepAbove)
            {
                return;
            }

            foreach ((GroupName name, WeakReference<GroupState> kept) in _forgotten)
            {
                if (!kept.TryGetTarget(out _))
                {
                    _forgotten.Remove(name);
                }
            }

            _sweepAbove = Math.Max(64, 2 * _forgotten.Count);
        }
    }

    /// <summary>The node has stopped: ends all watching, also of groups that only a handle keeps.</summary>
    public void End()
    {
        lock (_lock)
        {
            foreach (GroupState state in _groups.Values)
            {
                state.End();
            }

            foreach (WeakReference<GroupState> kept in _forgotten.Values)
            {
                if (kept.TryGetTarget(out GroupState? state))
                {
                    state.End();
                }
            }
        }
    }
}
