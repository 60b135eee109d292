using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>The groups of one node; changes are carried out one after another.</summary>
internal sealed class GroupRegistry(Node node) : IGroupRegistry
{
    private readonly Lock _changes = new();

    public IReadOnlyList<GroupName> Names => node.Runtime.Groups.Names();

    public static void ThrowIfNone(GroupName group)
    {
        if (group.IsNone)
        {
            throw new ArgumentException("A group name is needed.", nameof(group));
        }
    }

    public static void ThrowIfNotDefinable(GroupName group)
    {
        ThrowIfNone(group);
        if (group.IsReserved)
        {
            throw new ArgumentException($"The group '{group}' is built in and cannot be changed.", nameof(group));
        }
    }

    public static void ThrowIfNowhere(
        NodeAddress address, [CallerArgumentExpression(nameof(address))] string? parameterName = null)
    {
        if (address.IsNone || address.Port == 0)
        {
            throw new ArgumentException("The address must name a place and a port above 0.", parameterName);
        }
    }

    /// <summary>Joins a live group, or takes one more handle of one that is joined.</summary>
    /// <exception cref="InvalidOperationException">The group is defined here, or the node holds too many.</exception>
    public GroupState Join(GroupName group, GroupOptions? options, out bool isFirst)
    {
        lock (_changes)
        {
            GroupState state = node.Runtime.Groups.GetOrAdd(group);
            if (state.Definition is not null)
            {
                throw new InvalidOperationException(
                    $"The group '{group}' is defined by hand here: delete it before joining.");
            }

            ThrowIfFull(state);
            isFirst = !state.IsJoined;
            if (isFirst || options is not null)
            {
                GroupOptions chosen = options ?? node.Runtime.Groups.Defaults;
                node.Runtime.Execute(new JoinGroup(group, chosen.ToGossip()));
                state.Options = chosen;
            }

            state.JoinHandles++;
            return state;
        }
    }

    /// <summary>Gives up a handle of a joined group.</summary>
    /// <returns>True when it was the last one and the node has left.</returns>
    public bool Leave(GroupState state)
    {
        lock (_changes)
        {
            if (--state.JoinHandles > 0)
            {
                return false;
            }

            node.Runtime.Execute(new LeaveGroup(state.Name));
            node.Ledgers.Close(state.Name);
            return true;
        }
    }

    public IGroup Put(GroupName group, IEnumerable<NodeAddress> members, GroupOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(members);
        ThrowIfNotDefinable(group);
        List<NodeAddress> definition = [];
        HashSet<NodeAddress> seen = [];
        foreach (NodeAddress member in members)
        {
            ThrowIfNowhere(member, nameof(members));
            if (seen.Add(member))
            {
                definition.Add(member);
            }
        }

        node.ThrowIfStopping();
        lock (_changes)
        {
            GroupState state = node.Runtime.Groups.GetOrAdd(group);
            if (state.IsJoined)
            {
                throw new InvalidOperationException(
                    $"This node has joined the group '{group}': leave it before defining a view.");
            }

            ThrowIfFull(state);

            if (options is not null || state.Definition is null)
            {
                state.Options = options ?? node.Runtime.Groups.Defaults;
            }

            Define(state, definition);
            return new Group(node, state, leavesOnDispose: false);
        }
    }

    public GroupView Get(GroupName group) =>
        TryGet(group, out GroupView? view) ? view : throw new UnknownGroupException(group);

    public bool TryGet(GroupName group, [NotNullWhen(true)] out GroupView? view)
    {
        ThrowIfNone(group);
        view = node.Runtime.Groups.Find(group)?.View;
        return view is not null;
    }

    public IGroup? Find(GroupName group)
    {
        ThrowIfNone(group);
        return node.Runtime.Groups.Find(group) is { } state ? new Group(node, state, leavesOnDispose: false) : null;
    }

    public bool Add(GroupName group, NodeAddress member)
    {
        ThrowIfNotDefinable(group);
        ThrowIfNowhere(member);
        node.ThrowIfStopping();
        lock (_changes)
        {
            if (node.Runtime.Groups.Find(group) is not { Definition: { } definition } state
                || definition.Contains(member))
            {
                return false;
            }

            Define(state, [.. definition, member]);
            return true;
        }
    }

    public bool Remove(GroupName group, NodeAddress member)
    {
        ThrowIfNotDefinable(group);
        node.ThrowIfStopping();
        lock (_changes)
        {
            if (node.Runtime.Groups.Find(group) is not { Definition: { } definition } state
                || !definition.Contains(member))
            {
                return false;
            }

            Define(state, definition.FindAll(other => other != member));
            return true;
        }
    }

    public void Delete(GroupName group)
    {
        ThrowIfNotDefinable(group);
        node.ThrowIfStopping();
        lock (_changes)
        {
            GroupState? state = node.Runtime.Groups.Find(group);
            if (state is { IsJoined: true })
            {
                throw new InvalidOperationException(
                    $"This node has joined the group '{group}': leave it; only a defined group can be deleted.");
            }

            if (state is not { Definition: not null })
            {
                throw new UnknownGroupException(group);
            }

            state.Definition = null;
            node.Runtime.Execute(new UndefineGroup(group));
            node.Ledgers.Close(group);
        }
    }

    /// <summary>The definition of a group as it is now; null for a group that is not a defined one.</summary>
    public IReadOnlyList<NodeAddress>? DefinitionOf(GroupState state)
    {
        lock (_changes)
        {
            return state.Definition;
        }
    }

    private void ThrowIfFull(GroupState state)
    {
        if (!state.IsHeld && node.Runtime.Groups.HeldCount >= ProtocolLimits.GroupsPerMember)
        {
            node.Runtime.Groups.Forget(state);
            throw new InvalidOperationException(
                $"The node has joined or defined {ProtocolLimits.GroupsPerMember} groups: leave or delete some.");
        }
    }

    private void Define(GroupState state, List<NodeAddress> definition)
    {
        List<Peer> peers = new(definition.Count);
        foreach (NodeAddress address in definition)
        {
            peers.Add(new Peer(NodeId.None, address));
        }

        bool isNewcomer = definition.Contains(node.Address) && state.Definition?.Contains(node.Address) != true;
        state.Definition = definition;
        node.Runtime.Execute(new DefineGroup(state.Name, peers, state.Options.ToGossip()));
        if (isNewcomer && definition.Count > 1)
        {
            _ = node.Ledgers.CatchUpAsync(state.Name, takesOptions: false, node.Runtime.Stopped);
        }
    }
}
