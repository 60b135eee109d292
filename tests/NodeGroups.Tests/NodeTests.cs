namespace NodeGroups.Tests;

internal sealed class NodeTests
{
    [Test]
    public async Task Node_should_begin_alone_without_seeds()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(node.All.View.Members.Select(member => member.Id), Is.EqualTo(new[] { node.Id }));
            Assert.That(node.Local.View.Members.Select(member => member.Id), Is.EqualTo(new[] { node.Id }));
            Assert.That(node.Groups.Names, Is.EqualTo(new GroupName[] { "all", "local" }));
        }
    }

    [Test]
    public async Task Nodes_should_see_each_other_when_they_have_joined()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(4);
        Assert.That(nodes.Select(node => node.All.View.Members.Count), Is.All.EqualTo(4));
    }

    [Test]
    public async Task Node_should_say_which_seeds_did_not_answer()
    {
        await using TestCluster cluster = new();
        NodeAddress seed = new("nobody", 1);
        JoinFailedException? failure = Assert.ThrowsAsync<JoinFailedException>(async () =>
            await cluster.StartAsync("alpha", options =>
            {
                options.Seeds.Add(seed);
                options.JoinTimeout = TimeSpan.FromMilliseconds(200);
            }));
        Assert.That(failure!.Seeds, Is.EqualTo(new[] { seed }));
        Assert.That(failure.Message, Does.Contain("nobody:1: nothing listens there."));
    }

    [Test]
    public async Task Node_should_say_that_a_seed_belongs_to_another_cluster()
    {
        await using TestCluster cluster = new();
        Node seed = await cluster.StartAsync("alpha", options => options.ClusterId = "blue");
        JoinFailedException? failure = Assert.ThrowsAsync<JoinFailedException>(async () =>
            await cluster.StartAsync("beta", options =>
            {
                options.ClusterId = "green";
                options.Seeds.Add(seed.Address);
                options.JoinTimeout = TimeSpan.FromMilliseconds(200);
            }));
        Assert.That(failure!.Failures, Is.EqualTo(new[]
        {
            new SeedFailure(seed.Address, "refused: cluster 'blue' expected, this node has 'green'."),
        }));
    }

    [Test]
    public async Task Cancelled_start_should_say_what_the_seeds_did()
    {
        await using TestCluster cluster = new();
        using CancellationTokenSource cancellation = new();
        NodeOptions options = cluster.Options("alpha");
        options.Seeds.Add(new NodeAddress("nobody", 1));
        ValueTask<Node> starting = Node.StartAsync(options, cancellation.Token);
        await cancellation.CancelAsync();
        OperationCanceledException? failure =
            Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), async () => await starting)
                as OperationCanceledException;
        Assert.That(failure!.InnerException, Is.TypeOf<JoinFailedException>());
        Assert.That(failure.Message, Does.Contain("nobody:1"));
        Assert.That(failure.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task Start_should_be_cancellable()
    {
        await using TestCluster cluster = new();
        using CancellationTokenSource cancellation = new();
        NodeOptions options = cluster.Options("alpha");
        options.Seeds.Add(new NodeAddress("nobody", 1));
        ValueTask<Node> starting = Node.StartAsync(options, cancellation.Token);
        await cancellation.CancelAsync();
        Assert.That(async () => await starting, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Dispose_should_leave_and_be_repeatable()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        Task<GroupViewChange> end = nodes[0].All.WatchAsync(cluster.Token)
            .FirstAsync(change => change.Current.Members.Count == 1, cluster.Token).AsTask();
        await nodes[1].DisposeAsync();
        await nodes[1].DisposeAsync();
        GroupViewChange change = await end;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(change.Left.Select(member => member.Id), Is.EqualTo(new[] { nodes[1].Id }));
            Assert.That(change.Failed, Is.Empty);
            Assert.That(() => nodes[1].GetStatus(), Throws.InstanceOf<ObjectDisposedException>());
            Assert.That(
                async () => await nodes[1].CallAsync(nodes[0].Address, Methods.Echo, 1),
                Throws.InstanceOf<ObjectDisposedException>());
            Assert.That(async () => await nodes[1].JoinAsync("g"), Throws.InstanceOf<ObjectDisposedException>());
            Assert.That(() => nodes[1].Groups.Put("g", []), Throws.InstanceOf<ObjectDisposedException>());
            Assert.That(() => nodes[1].All.Subscribe(Methods.Numbers), Throws.InstanceOf<ObjectDisposedException>());
        }
    }

    [Test]
    public async Task End_should_not_wait_for_a_handler_that_never_ends()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        nodes[1].Handle(Methods.Echo, async (value, _, _) =>
        {
            started.SetResult();
            await released.Task;
            return value;
        });
        Task<int> call = nodes[0].CallAsync(nodes[1].Address, Methods.Echo, 1, null, cluster.Token).AsTask();
        await started.Task.WaitAsync(cluster.Token);
        try
        {
            await nodes[1].StopAsync(TimeSpan.FromMilliseconds(100)).WaitAsync(cluster.Token);
            CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(() => call);
            Assert.That(failure!.Status, Is.EqualTo(ReplyStatus.Unreachable));
        }
        finally
        {
            released.SetResult();
        }
    }

    [Test]
    public async Task Abort_should_look_like_a_failure_to_others()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        nodes[2].Abort();
        await foreach (GroupViewChange change in nodes[0].All.WatchAsync(cluster.Token))
        {
            if (change.Current.Members.Count == 2)
            {
                Assert.That(change.Failed.Select(member => member.Id), Is.EqualTo(new[] { nodes[2].Id }));
                return;
            }
        }

        Assert.Fail("The stream ended.");
    }

    [Test]
    public async Task Status_should_tell_of_the_node()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        NodeStatus status = nodes[0].GetStatus();
        GroupStatus all = await nodes[0].All.GetStatusAsync(cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.Id, Is.EqualTo(nodes[0].Id));
            Assert.That(status.ProcessId, Is.EqualTo(Environment.ProcessId));
            Assert.That(status.Methods, Does.Contain("nodegroups.status"));
            Assert.That(all.Replies.AllReplied, Is.True, all.Replies.Errors.Values.FirstOrDefault()?.ToString());
            Assert.That(all.Members.Select(member => member.Id), Is.EquivalentTo(nodes.Select(node => node.Id)));
            Assert.That(all.Totals.HeapUsedBytes, Is.GreaterThan(status.HeapUsedBytes / 2));
            Assert.That(status.HeapUsedBytes, Is.Positive);
            Assert.That(status.HeapTotalBytes, Is.GreaterThanOrEqualTo(status.HeapUsedBytes));
            Assert.That(all.Totals.MessagesHandled, Is.Positive);
        }
    }
}
