using NodeGroups.Protocol;

namespace NodeGroups.Tests;

/// <summary>The groups <c>all</c> and <c>local</c>, the rules of their names, and views that differ by node.</summary>
internal sealed class BuiltInGroupTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task Built_in_groups_should_have_every_operation(bool local)
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        IGroup group = local ? nodes[0].Local : nodes[0].All;
        int size = local ? 1 : 2;
        foreach (Node node in nodes)
        {
            node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
            node.Catalogue.Offer("test", (_, _) => ValueTask.CompletedTask);
        }

        await using ISubscription<int> heard = group.Subscribe(Methods.Numbers);
        await group.GossipAsync(Methods.Numbers, 3, cluster.Token);
        await using IAsyncEnumerator<Rumor<int>> rumors = heard.GetAsyncEnumerator(cluster.Token);
        Schedule schedule = await group.ScheduleAsync(TimeSpan.FromHours(1), Methods.Echo, 1, cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(group.View.Members, Has.Count.EqualTo(size));
            Assert.That(await rumors.MoveNextAsync() ? rumors.Current.Value : 0, Is.EqualTo(3));
            Assert.That(
                (await group.CallAllAsync(Methods.Echo, 1, null, cluster.Token)).RepliedCount, Is.EqualTo(size));
            Assert.That(await group.CallAnyAsync(Methods.Echo, 2, null, cluster.Token), Is.EqualTo(2));
            Assert.That((await group.GetStatusAsync(cluster.Token)).Members, Has.Count.EqualTo(size));
            Assert.That(
                (await group.PutGroupAsync("g", [nodes[1].Address], cluster.Token)).RepliedCount, Is.EqualTo(size));
            Assert.That(
                (await group.ActivateServiceAsync("test", cancellationToken: cluster.Token)).RepliedCount,
                Is.EqualTo(size));
            Assert.That(
                (await group.CancelScheduleAsync(schedule.Id, cluster.Token)).RepliedCount, Is.EqualTo(size));
            Assert.That(nodes[1].Groups.TryGet("g", out _), Is.EqualTo(!local));
        }
    }

    [TestCase("all")]
    [TestCase("local")]
    public async Task Reserved_names_should_be_refused(string name)
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => node.Groups.Put(name, []), Throws.ArgumentException);
            Assert.That(() => node.Groups.Add(name, node.Address), Throws.ArgumentException);
            Assert.That(() => node.Groups.Remove(name, node.Address), Throws.ArgumentException);
            Assert.That(() => node.Groups.Delete(name), Throws.ArgumentException);
            Assert.That(async () => await node.JoinAsync(name), Throws.ArgumentException);
            Assert.That(async () => await node.All.PutGroupAsync(name, []), Throws.ArgumentException);
            Assert.That(async () => await node.All.DeleteGroupAsync(name), Throws.ArgumentException);
            Assert.That(node.Groups.Get(name).Contains(node.Id), Is.True);
        }
    }

    [Test]
    public async Task Two_nodes_should_see_two_views_under_one_name()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        nodes[0].Groups.Put("c", [nodes[1].Address]);
        nodes[1].Groups.Put("c", [nodes[0].Address, nodes[1].Address]);
        GroupReply<GroupView> views = await nodes[2].All.GetGroupAsync("c", cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                views.Find(nodes[0].Id)!.Value.Members.Select(member => member.Id), Is.EqualTo(new[] { nodes[1].Id }));
            Assert.That(
                views.Find(nodes[1].Id)!.Value.Members.Select(member => member.Id),
                Is.EquivalentTo(new[] { nodes[0].Id, nodes[1].Id }));
            Assert.That(views.Find(nodes[2].Id)!.Error!.Reason, Is.EqualTo(CallResult.UnknownGroup));
        }
    }
}
