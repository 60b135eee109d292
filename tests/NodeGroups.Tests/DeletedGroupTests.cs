using NodeGroups.Protocol;

namespace NodeGroups.Tests;

/// <summary>Handles of groups that this node no longer knows.</summary>
internal sealed class DeletedGroupTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    [Test]
    public async Task Handle_of_a_deleted_group_should_refuse_what_acts_on_members()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        IGroup gone = node.Groups.Put("gone", [node.Address]);
        Member member = node.All.View.Members[0];
        node.Groups.Delete("gone");
        Func<Task>[] operations =
        [
            async () => await gone.CallAsync(member, Methods.Echo, 1, cluster.Token),
            async () => await gone.CallAnyAsync(Methods.Echo, 1, cluster.Token),
            async () => await gone.CallAllAsync(Methods.Echo, 1, cluster.Token),
            async () => await gone.CallFirstAsync(Methods.Echo, 1, cluster.Token),
            async () => await gone.CallEachAsync(Methods.Echo, 1, cluster.Token).GetAsyncEnumerator().MoveNextAsync(),
            async () => await gone.GossipAsync(Methods.Numbers, 1, cluster.Token),
            async () => await gone.GetStatusAsync(cluster.Token),
            async () => await gone.PutGroupAsync("other", [node.Address], cluster.Token),
            async () => await gone.GetGroupAsync("all", cluster.Token),
            async () => await gone.AddToGroupAsync("other", node.Address, cluster.Token),
            async () => await gone.RemoveFromGroupAsync("other", node.Address, cluster.Token),
            async () => await gone.DeleteGroupAsync("other", cluster.Token),
            async () => await gone.ActivateServiceAsync("service", cancellationToken: cluster.Token),
            async () => await gone.RemoveServiceAsync("service", cluster.Token),
            async () => await gone.ScheduleAsync(s_hour, Methods.Echo, 1, cluster.Token),
            async () => await gone.ScheduleGossipAsync(s_hour, Methods.Numbers, 1, cluster.Token),
            async () => await gone.CancelScheduleAsync(new ScheduleId(node.Id, 1), cluster.Token),
            async () => await gone.SpawnManyAsync(1, cancellationToken: cluster.Token),
            async () => await gone.StopMembersAsync(includeSelf: true, cluster.Token),
        ];
        using (Assert.EnterMultipleScope())
        {
            for (int i = 0; i < operations.Length; i++)
            {
                UnknownGroupException? unknown = Assert.ThrowsAsync<UnknownGroupException>(
                    () => operations[i](), $"operation {i}");
                Assert.That(unknown?.Group, Is.EqualTo((GroupName)"gone"), $"operation {i}");
            }

            Assert.That(node.Stopped.IsCompleted, Is.False);
        }
    }

    [Test]
    public async Task Handle_of_a_group_that_comes_again_should_serve_as_before()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        IGroup old = node.Groups.Put("back", [node.Address]);
        node.Groups.Delete("back");
        await using ISubscription<int> numbers = old.Subscribe(Methods.Numbers);
        node.Groups.Put("back", [node.Address]);
        GroupReply<int> reply = await old.CallAllAsync(Methods.Echo, 3, cluster.Token);
        await old.GossipAsync(Methods.Numbers, 4, cluster.Token);
        await foreach (Rumor<int> rumor in numbers.WithCancellation(cluster.Token))
        {
            Assert.That((reply.Results[0], rumor.Value), Is.EqualTo((3, 4)));
            break;
        }
    }

    [Test]
    public async Task Group_that_is_empty_should_be_known()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        IGroup empty = node.Groups.Put("empty", []);
        GroupReply<int> reply = await empty.CallAllAsync(Methods.Echo, 1, cluster.Token);
        Assert.That((reply.Count, reply.AllReplied), Is.EqualTo((0, true)));
        foreach (Func<Task> call in (Func<Task>[])
            [
                async () => await empty.CallAnyAsync(Methods.Echo, 1, cluster.Token),
                async () => await empty.CallFirstAsync(Methods.Echo, 1, cluster.Token),
            ])
        {
            Assert.That(call, Throws.InstanceOf<CallFailedException>()
                .With.Message.Contains("The group 'empty' has no members here."));
        }
    }
}
