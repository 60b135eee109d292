namespace NodeGroups;

/// <summary>What a member is asked to do with a group, on the wire.</summary>
internal sealed record GroupRequest(
    GroupName Group, IReadOnlyList<NodeAddress> Members, GroupOptionsData? Options = null);

/// <summary>A view on the wire.</summary>
internal sealed record GroupViewData(GroupName Group, ulong Version, IReadOnlyList<MemberData> Members)
{
    public static GroupViewData From(GroupView view)
    {
        MemberData[] members = new MemberData[view.Members.Count];
        for (int i = 0; i < members.Length; i++)
        {
            Member member = view.Members[i];
            members[i] = new MemberData(
                member.Id, member.Name, member.Address, member.Status, member.Incarnation, member.Groups);
        }

        return new GroupViewData(view.Group, view.Version, members);
    }

    public GroupView ToView()
    {
        Member[] members = new Member[Members.Count];
        for (int i = 0; i < members.Length; i++)
        {
            MemberData data = Members[i];
            members[i] = new Member(data.Id, data.Name, data.Address, data.Status, data.Incarnation, data.Groups);
        }

        return new GroupView(Group, Version, members);
    }
}

/// <summary>A member on the wire.</summary>
internal sealed record MemberData(
    NodeId Id,
    string Name,
    NodeAddress Address,
    MemberStatus Status,
    uint Incarnation,
    IReadOnlyList<GroupName> Groups);
