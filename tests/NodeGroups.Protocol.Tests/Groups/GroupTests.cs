using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests.Groups;

internal sealed class GroupTests
{
    private static readonly GroupName Name = "orders";

    [Test]
    public void Live_group_should_follow_joins_leaves_and_failures()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2, groups: Name), LoneMachine.Record(3, groups: Name), LoneMachine.Record(4));
        Assert.That(Ids(node), Is.EqualTo(new[] { 2, 3 }));
        node.Execute(new JoinGroup(Name, GroupGossipOptions.Default));
        node.Hear(4, LoneMachine.Record(4, incarnation: 1, groups: Name));
        Assert.That(Ids(node), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        node.Hear(2, LoneMachine.Record(2, incarnation: 1));
        Assert.That(Last(node).Left.Select(member => member.Id), Is.EqualTo(new[] { LoneMachine.Id(2) }));
        node.Hear(2, LoneMachine.Record(3, MemberStatus.Dead));
        Assert.That(Last(node).Failed.Select(member => member.Id), Is.EqualTo(new[] { LoneMachine.Id(3) }));
        node.Execute(new LeaveGroup(Name));
        Assert.That(Ids(node), Is.EqualTo(new[] { 4 }));
        node.Hear(4, LoneMachine.Record(4, MemberStatus.Left, 2));
        Assert.That(node.Machine.FindView(Name), Is.Null);
    }

    [Test]
    public void Versions_should_grow_by_one_and_each_change_should_start_where_the_last_ended()
    {
        MachinePump pump = new(6, 2);
        pump.Run(TimeSpan.FromSeconds(3));
        for (int i = 0; i < 6; i++)
        {
            pump.Execute(i, new JoinGroup(Name, GroupGossipOptions.Default));
            pump.Run(TimeSpan.FromMilliseconds(30));
        }

        pump.Execute(2, new LeaveGroup(Name));
        pump.Crash(5);
        pump.Run(TimeSpan.FromSeconds(1));
        foreach (GroupName name in new[] { GroupName.All, Name })
        {
            List<GroupViewChange> changes = pump.Effects[0].Views.FindAll(change => change.Group == name);
            HashSet<NodeId> members = [];
            for (int i = 0; i < changes.Count; i++)
            {
                Assert.That(changes[i].Current.Version, Is.EqualTo(changes[0].Current.Version + (ulong)i));
                members.ExceptWith(changes[i].Left.Concat(changes[i].Failed).Select(member => member.Id));
                members.UnionWith(changes[i].Joined.Select(member => member.Id));
                Assert.That(members, Is.EquivalentTo(changes[i].Current.Members.Select(member => member.Id)));
            }
        }

        Assert.That(pump.Machines[0].FindView(Name)!.Members, Has.Count.EqualTo(4));
    }

    [Test]
    public void View_should_not_change_without_a_change()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2, groups: Name));
        int before = node.Effects.Views.Count;
        node.Hear(2, LoneMachine.Record(2, groups: Name));
        node.Execute(new LeaveGroup(Name));
        node.Execute(new UndefineGroup(Name));
        node.Execute(new ConfigureGroup(Name, GroupGossipOptions.Default));
        Assert.That(node.Effects.Views, Has.Count.EqualTo(before));
        node.Hear(3, LoneMachine.Record(3));
        Assert.That(
            node.Effects.Views.Skip(before).Select(change => change.Group), Is.EqualTo(new[] { GroupName.All }));
    }

    [Test]
    public void Defined_group_should_resolve_addresses_as_members_come_and_go()
    {
        LoneMachine node = new();
        Peer byAddress = new(NodeId.None, NodeAddress.Loopback(2));
        node.Execute(new DefineGroup(
            Name, [byAddress, LoneMachine.Record(3).ToPeer(), byAddress], GroupGossipOptions.Default));
        Assert.That(node.Machine.FindView(Name)!.Members.Select(member => member.Id), Is.EqualTo(
            new[] { NodeId.None, LoneMachine.Id(3) }));
        node.Hear(2, LoneMachine.Record(2));
        Assert.That(Ids(node), Is.EqualTo(new[] { 2, 3 }));
        Assert.That(Last(node).Joined.Select(member => member.Name), Is.EqualTo(new[] { "n2" }));
        node.Hear(2, LoneMachine.Record(3), LoneMachine.Record(3, MemberStatus.Dead));
        Assert.That(Ids(node), Is.EqualTo(new[] { 2 }));
        node.HearItself(LoneMachine.Record(9, port: 2));
        Assert.That(Ids(node), Is.EqualTo(new[] { 9 }), "the new life at the address");
    }

    [Test]
    public void Put_over_joined_should_leave_the_live_group_and_joining_should_end_the_definition()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2, groups: Name), LoneMachine.Record(3));
        node.Execute(new JoinGroup(Name, GroupGossipOptions.Default));
        node.Execute(new DefineGroup(Name, [LoneMachine.Record(3).ToPeer()], GroupGossipOptions.Default));
        Assert.That(Ids(node), Is.EqualTo(new[] { 3 }));
        Assert.That(Own(node).Groups, Is.Empty);
        node.Execute(new JoinGroup(Name, GroupGossipOptions.Default));
        Assert.That(Ids(node), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Own(node).Groups, Is.EqualTo(new[] { Name }));
        node.Execute(new DefineGroup(Name, [], GroupGossipOptions.Default));
        Assert.That(Ids(node), Is.Empty);
        node.Execute(new UndefineGroup(Name));
        Assert.That(Ids(node), Is.EqualTo(new[] { 2 }), "others are still in the live group");
    }

    [Test]
    public void Reserved_names_should_be_neither_joined_left_put_nor_advertised()
    {
        LoneMachine node = new();
        node.Execute(new JoinGroup(GroupName.Local, GroupGossipOptions.Default));
        node.Execute(new DefineGroup(GroupName.All, [], GroupGossipOptions.Default));
        node.Execute(new LeaveGroup(GroupName.All));
        node.Execute(new UndefineGroup(GroupName.All));
        node.Hear(2, LoneMachine.Record(2, groups: GroupName.Local));
        Assert.That(node.All.Members, Has.Count.EqualTo(2));
        Assert.That(node.Machine.FindView(GroupName.Local)!.Members, Has.Count.EqualTo(1));
        Assert.That(Own(node).Groups, Is.Empty);
    }

    [Test]
    public void Group_beyond_the_limit_should_not_be_joined_and_repeated_names_should_count_once()
    {
        LoneMachine node = new();
        for (int i = 0; i <= ProtocolLimits.GroupsPerMember; i++)
        {
            node.Execute(new JoinGroup($"g{i}", GroupGossipOptions.Default));
        }

        node.Execute(new DefineGroup("defined", [], GroupGossipOptions.Default));
        Assert.That(Own(node).Groups, Has.Count.EqualTo(ProtocolLimits.GroupsPerMember));
        Assert.That(node.Machine.FindView("defined"), Is.Null);
        Assert.That(node.Effects.Notices[^1].Kind, Is.EqualTo(ProtocolNoticeKind.MessageDropped));
        node.Hear(2, LoneMachine.Record(2, groups: [Name, Name]));
        Assert.That(Ids(node), Is.EqualTo(new[] { 2 }));
    }

    private static int[] Ids(LoneMachine node) =>
        [.. node.Machine.FindView(Name)!.Members.Select(member => (int)member.Id.Low)];

    private static GroupViewChange Last(LoneMachine node) =>
        node.Effects.Views.FindLast(change => change.Group == Name)!;

    private static Member Own(LoneMachine node) => node.All.Find(LoneMachine.Id(1))!;
}
