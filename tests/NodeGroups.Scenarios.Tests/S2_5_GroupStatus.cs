using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>The status of a group.</summary>
internal sealed class S2_5_GroupStatus() : ScenarioFixture(helpers: 5)
{
    private static readonly RpcMethod<string, int> CountMembers =
        RpcMethod.Create("test.count-members", ScenarioJson.Default.String, ScenarioJson.Default.Int32);

    [Test]
    public async Task S2_5_01_Node_outside_the_group_should_ask_it_on_behalf_of_another()
    {
        await Coordinator.All.PutGroupAsync("mygroup", Addresses(N[..3]), Token);
        HashSet<NodeId> seen = [];
        N[4].Handle(CountMembers, async (group, _, token) =>
        {
            GroupStatus status = await N[4].Groups.Find(group)!.GetStatusAsync(token);
            seen.UnionWith(status.Members.Select(member => member.Id));
            return status.Members.Count;
        });
        int count = await Coordinator.CallAsync(N[4].Address, CountMembers, "mygroup", null, Token);
        Assert.That(count, Is.EqualTo(3));
        Assert.That(seen, Is.EquivalentTo(Ids(N[..3])));
    }

    [Test]
    public async Task S2_5_02_Ids_should_be_those_of_the_members()
    {
        GroupStatus status = await MyGroup.GetStatusAsync(Token);
        Assert.That(status.Replies.Errors, Is.Empty);
        Assert.That(status.Members.Select(member => member.Id), Is.EquivalentTo(Ids(N[..3])));
    }

    [Test]
    public async Task S2_5_03_Group_status_should_agree_with_the_view()
    {
        GroupStatus status = await MyGroup.GetStatusAsync(Token);
        Assert.That(
            status.Members.Select(member => (member.Id, member.Address)),
            Is.EquivalentTo(MyGroup.View.Members.Select(member => (member.Id, member.Address))));
    }

    [Test]
    public async Task S2_5_04_Short_ids_should_be_those_of_the_members()
    {
        GroupStatus status = await MyGroup.GetStatusAsync(Token);
        Assert.That(
            status.Members.Select(member => member.Id.ToShortString()),
            Is.EquivalentTo(N[..3].Select(node => node.Id.ToShortString())));
    }

    [Test]
    public async Task S2_5_05_Total_heap_should_be_the_sum_of_the_members()
    {
        GroupStatus status = await MyGroup.GetStatusAsync(Token);
        Assert.That(
            status.Totals.HeapTotalBytes, Is.EqualTo(status.Members.Sum(member => member.HeapTotalBytes)).And.Positive);
        Assert.That(
            status.Totals.MessagesHandled, Is.EqualTo(status.Members.Sum(member => member.Totals.MessagesHandled)));
    }

    [Test]
    public async Task S2_5_06_Used_heap_should_be_told_by_each_member()
    {
        GroupStatus status = await MyGroup.GetStatusAsync(Token);
        Assert.That(status.Replies.Values.Keys.Select(member => member.Id), Is.EquivalentTo(Ids(N[..3])));
        Assert.That(status.Members.Select(member => member.HeapUsedBytes), Is.All.Positive);
    }

    [Test]
    public async Task S2_5_07_Unknown_item_should_be_an_error_of_every_member()
    {
        RpcMethod<int, int> random =
            RpcMethod.Create("status.random", ScenarioJson.Default.Int32, ScenarioJson.Default.Int32);
        GroupReply<int> reply = await MyGroup.CallAllAsync(random, 0, null, Token);
        Assert.That(reply.Values, Is.Empty);
        Assert.That(reply.Errors, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task S2_5_08_Node_spawned_through_the_group_should_be_in_it_and_unreachable_once_it_is_stopped()
    {
        NodeProcess child = await MyGroup.SpawnAsync(Child.Node("n6", "serve"), Token);
        Assert.That(MyGroup.View.Find(child.Id)!.Address, Is.EqualTo(child.Address));
        Assert.That(
            await Coordinator.CallAsync(child.Member, Scenario.ChildEcho, "hi", null, Token), Does.StartWith("n6: hi"));
        NodeStopResult stopped = await child.StopAsync(null, Token);
        Assert.That((stopped.ExitCode, stopped.Forced), Is.EqualTo((0, false)));
        CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(
            async () => await Coordinator.CallAsync(child.Member, Scenario.ChildEcho, "hi", null, Token));
        Assert.That(failure!.Status, Is.EqualTo(ReplyStatus.Unreachable));

        // A group that was put stays as it was put, until somebody changes it.
        GroupReply<string> reply = await MyGroup.CallAllAsync(Scenario.ChildEcho, "hi", null, Token);
        Assert.That(
            reply.Single(one => one.Member.Address == child.Address).Status, Is.EqualTo(ReplyStatus.Unreachable));
        await MyGroup.RemoveFromGroupAsync("mygroup", child.Address, Token);
        Coordinator.Groups.Remove("mygroup", child.Address);
        Assert.That(Addresses(MyGroup.View), Is.EquivalentTo(Addresses(N[..3])));
    }

    protected override Task PrepareAsync()
    {
        Coordinator.Groups.Put("mygroup", Addresses(N[..3]));
        return Task.CompletedTask;
    }
}
