using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups.Tests.Runtime;

internal sealed class GroupStatesTests
{
    [Test]
    public async Task Group_whose_last_member_left_should_be_known_no_more_and_come_again_to_its_handle()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        IGroup first = await nodes[0].JoinAsync("orders", null, cluster.Token);
        IGroup handle = await nodes[1].JoinAsync("orders", null, cluster.Token);
        await handle.WaitForMembersAsync(2, cluster.Token);
        await handle.DisposeAsync();
        await handle.WaitForViewAsync(view => view.Members.Count == 1, cluster.Token);
        Assert.That(nodes[1].Groups.Names, Has.Member((GroupName)"orders"), "heard of, though not held");
        await first.DisposeAsync();
        await handle.WaitForViewAsync(view => view.Members.Count == 0, cluster.Token);
        Assert.That(nodes[1].Groups.Find("orders"), Is.Null);
        Assert.That(nodes[1].Groups.Names, Has.No.Member((GroupName)"orders"));

        await using IGroup second = await nodes[0].JoinAsync("orders", null, cluster.Token);
        GroupView view = await handle.WaitForMembersAsync(1, cluster.Token);
        Assert.That(view.Contains(nodes[0].Id), Is.True);
        Assert.That(nodes[1].Groups.Find("orders")!.View, Is.SameAs(view));
    }

    [Test]
    public async Task Names_refused_beyond_the_limit_should_not_be_kept()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        for (int i = 0; i < ProtocolLimits.GroupsPerMember; i++)
        {
            node.Groups.Put($"g{i}", []);
        }

        for (int i = 0; i < 500; i++)
        {
            Assert.That(() => node.Groups.Put($"more{i}", []), Throws.InvalidOperationException);
        }

        GC.Collect();
        for (int i = 0; i < 500; i++)
        {
            Assert.That(() => node.Groups.Put($"again{i}", []), Throws.InvalidOperationException);
        }

        GroupStates groups = node.Runtime.Groups;
        Assert.That(groups.KeptCount, Is.LessThan(ProtocolLimits.GroupsPerMember + 1000));
        Assert.That(node.Groups.Names, Has.None.Matches<GroupName>(name => name.ToString().StartsWith('m')));
    }
}
