namespace NodeGroups;

/// <summary>The status of a group's members and the sum of their totals. Immutable.</summary>
public sealed class GroupStatus
{
    internal GroupStatus(GroupName group, GroupReply<NodeStatus> replies)
    {
        Group = group;
        Replies = replies;
        List<NodeStatus> members = new(replies.Count);
        NodeTotals totals = new();
        foreach (MemberReply<NodeStatus> reply in replies)
        {
            if (reply.TryGetValue(out NodeStatus? status))
            {
                members.Add(status);
                totals = NodeTotals.Add(totals, status.Totals);
            }
        }

        Members = members;
        Totals = totals;
    }

    /// <summary>Gets the group.</summary>
    public GroupName Group { get; }

    /// <summary>Gets the outcome for each member, failures included.</summary>
    public GroupReply<NodeStatus> Replies { get; }

    /// <summary>Gets the status of each member that replied, in the order of their ids.</summary>
    public IReadOnlyList<NodeStatus> Members { get; }

    /// <summary>Gets the totals, summed over the members that replied.</summary>
    public NodeTotals Totals { get; }

    /// <summary>Tells how many members replied.</summary>
    /// <returns>For example <c>orders: 5 of 5 replied</c>.</returns>
    public override string ToString() => $"{Group}: {Replies}";
}
