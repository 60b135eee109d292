using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>One node's opinion of who is in a group, at one moment: immutable and versioned.</summary>
/// <remarks>
/// Members are alive or suspect, in the order of their ids; this node is among them when it belongs to the group.
/// </remarks>
public sealed class GroupView
{
    private readonly Member[] _members;

    /// <summary>Creates a view.</summary>
    /// <param name="group">The group.</param>
    /// <param name="version">Greater than the version of every earlier view of this group on this node.</param>
    /// <param name="members">The members in the order of their ids; the view takes over the array.</param>
    /// <exception cref="ArgumentNullException"><paramref name="members"/> is null.</exception>
    public GroupView(GroupName group, ulong version, Member[] members)
    {
        ArgumentNullException.ThrowIfNull(members);
        Group = group;
        Version = version;
        _members = members;
    }

    /// <summary>Gets the group.</summary>
    public GroupName Group { get; }

    /// <summary>Gets the version: it grows with each change of this group's view on this node.</summary>
    public ulong Version { get; }

    /// <summary>Gets the members in the order of their ids.</summary>
    public IReadOnlyList<Member> Members => _members;

    /// <summary>Gets the members in the order of their ids, without an interface call for each.</summary>
    /// <returns>A span over the view's members.</returns>
    public ReadOnlySpan<Member> AsSpan() => _members;

    /// <summary>Tells whether a node is in the view.</summary>
    /// <param name="id">The node.</param>
    /// <returns>True when it is.</returns>
    public bool Contains(NodeId id) => IndexOf(id) >= 0;

    /// <summary>Finds a node's place in <see cref="Members"/>.</summary>
    /// <param name="id">The node.</param>
    /// <returns>The index, or a negative number when the node is not in the view.</returns>
    public int IndexOf(NodeId id) => _members.AsSpan().BinarySearch(new NodeIdOrder(id));

    /// <summary>Finds a node in the view.</summary>
    /// <param name="id">The node.</param>
    /// <returns>The member, or null.</returns>
    public Member? Find(NodeId id) => IndexOf(id) is >= 0 and int index ? _members[index] : null;

    /// <summary>Gets a form for people.</summary>
    /// <returns>For example <c>orders v7 (3 members)</c>.</returns>
    public override string ToString() => $"{Group} v{Version} ({_members.Length} members)";
}
