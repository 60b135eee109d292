using NodeGroups.Protocol;

namespace NodeGroups.Tests;

internal sealed class GroupTests
{
    [Test]
    public async Task Joined_group_should_be_seen_by_its_members_and_left_on_dispose()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        await using IGroup first = await nodes[0].JoinAsync("orders", null, cluster.Token);
        IGroup second = await nodes[1].JoinAsync("orders", null, cluster.Token);
        await first.WaitForMembersAsync(2, cluster.Token);
        await second.WaitForMembersAsync(2, cluster.Token);
        await second.DisposeAsync();
        await first.WaitForViewAsync(view => view.Members.Count == 1, cluster.Token);
        Assert.That(first.View.Contains(nodes[0].Id), Is.True);
    }

    [Test]
    public async Task Joining_again_should_keep_the_options_and_the_node_should_leave_with_the_last_handle()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        GroupOptions chosen = new() { Strategy = GossipStrategies.Broadcast };
        IGroup first = await node.JoinAsync("orders", chosen, cluster.Token);
        IGroup second = await node.JoinAsync("orders", null, cluster.Token);
        Assert.That(second.Options.Strategy, Is.EqualTo(GossipStrategies.Broadcast));
        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.That(node.GetStatus().HeldGroups.Select(group => group.Group), Has.Member((GroupName)"orders"));
        await second.DisposeAsync();
        Assert.That(node.GetStatus().HeldGroups.Select(group => group.Group), Has.No.Member((GroupName)"orders"));
    }

    [Test]
    public async Task Joining_that_is_given_up_should_leave_again()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        using CancellationTokenSource given = new();
        Task<IGroup> joining = node.JoinAsync("orders", null, given.Token).AsTask();
        await given.CancelAsync();
        await ((Task)joining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (joining.IsCompletedSuccessfully)
        {
            await joining.Result.DisposeAsync();
        }

        Assert.That(node.Groups.Find("orders")?.View.Members ?? [], Is.Empty);
    }

    [Test]
    public async Task Group_beyond_the_limit_should_be_refused_at_the_call()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        IGroup last = await nodes[0].JoinAsync("last", null, cluster.Token);
        for (int i = 1; i < ProtocolLimits.GroupsPerMember; i++)
        {
            nodes[0].Groups.Put($"g{i}", []);
        }

        GroupReply<GroupView> afar = await nodes[1].All.PutGroupAsync("more", [nodes[0].Address], cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                async () => await nodes[0].JoinAsync("more", null, cluster.Token),
                Throws.InvalidOperationException.With.Message.Contains("1024 groups"));
            Assert.That(() => nodes[0].Groups.Put("more", []), Throws.InvalidOperationException);
            Assert.That(afar.Find(nodes[0].Id)!.Error!.Message, Does.Contain("1024 groups"));
            Assert.That(nodes[0].Groups.Put("g1", [nodes[1].Address]).View.Members, Has.Count.EqualTo(1));
        }

        await last.DisposeAsync();
        await using IGroup joined = await nodes[0].JoinAsync("more", null, cluster.Token);
        Assert.That(joined.View.Contains(nodes[0].Id), Is.True);
    }

    [Test]
    public async Task Defined_group_should_belong_to_the_node_that_holds_it()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        IGroup defined = nodes[0].Groups.Put("browncs", [nodes[1].Address, nodes[2].Address]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                defined.View.Members.Select(member => member.Address),
                Is.EquivalentTo(new[] { nodes[1].Address, nodes[2].Address }));
            Assert.That(nodes[1].Groups.TryGet("browncs", out _), Is.False);
            Assert.That(() => nodes[1].Groups.Get("browncs"), Throws.InstanceOf<UnknownGroupException>());
            Assert.That(nodes[0].Groups.Add("browncs", nodes[0].Address), Is.True);
            Assert.That(nodes[0].Groups.Add("browncs", nodes[0].Address), Is.False);
            Assert.That(nodes[0].Groups.Add("unknown", nodes[0].Address), Is.False);
            Assert.That(nodes[0].Groups.Get("browncs").Members, Has.Count.EqualTo(3));
            Assert.That(nodes[0].Groups.Remove("browncs", nodes[1].Address), Is.True);
            Assert.That(nodes[0].Groups.Remove("browncs", nodes[1].Address), Is.False);
            Assert.That(nodes[0].Groups.Get("browncs").Members, Has.Count.EqualTo(2));
        }

        nodes[0].Groups.Delete("browncs");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => nodes[0].Groups.Get("browncs"), Throws.InstanceOf<UnknownGroupException>());
            Assert.That(() => nodes[0].Groups.Delete("browncs"), Throws.InstanceOf<UnknownGroupException>());
            Assert.That(() => nodes[0].Groups.Put("all", []), Throws.ArgumentException);
            Assert.That(async () => await nodes[0].JoinAsync("local"), Throws.ArgumentException);
        }
    }

    [Test]
    public async Task Delete_of_a_joined_group_should_say_to_leave_it()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        await using IGroup team = await node.JoinAsync("team", null, cluster.Token);
        GroupReply<bool> remote = await node.Local.DeleteGroupAsync("team", cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => node.Groups.Delete("team"),
                Throws.InvalidOperationException.With.Message.EqualTo(
                    "This node has joined the group 'team': leave it; only a defined group can be deleted."));
            Assert.That(remote[0].Error!.Message, Does.Contain("has joined the group 'team'"));
            Assert.That(team.View.Contains(node.Id), Is.True);
        }
    }

    [Test]
    public async Task Defined_group_should_be_callable()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        foreach (Node node in nodes)
        {
            node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        }

        IGroup defined = nodes[0].Groups.Put("browncs", [nodes[1].Address, nodes[2].Address]);
        GroupReply<int> reply = await defined.CallAllAsync(Methods.Echo, 3, null, cluster.Token);
        Assert.That(reply.Results, Is.EqualTo(new[] { 3, 3 }), string.Join("; ", reply));
    }

    [Test]
    public async Task Administration_should_reach_every_member()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        GroupReply<GroupView> put = await nodes[0].All.PutGroupAsync("shards", [nodes[1].Address], cluster.Token);
        GroupReply<bool> added = await nodes[0].All.AddToGroupAsync("shards", nodes[2].Address, cluster.Token);
        GroupReply<GroupView> got = await nodes[0].All.GetGroupAsync("shards", cluster.Token);
        GroupReply<bool> removed = await nodes[0].All.RemoveFromGroupAsync("shards", nodes[1].Address, cluster.Token);
        GroupReply<bool> deleted = await nodes[0].All.DeleteGroupAsync("shards", cluster.Token);
        GroupReply<GroupView> gone = await nodes[0].All.GetGroupAsync("shards", cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(put.AllReplied, Is.True, string.Join("; ", put));
            Assert.That(added.Results, Is.EqualTo(new[] { true, true, true }));
            Assert.That(got.Results.Select(view => view.Members.Count), Is.EqualTo(new[] { 2, 2, 2 }));
            Assert.That(removed.AllReplied && deleted.AllReplied, Is.True);
            Assert.That(gone.Select(reply => reply.Status), Is.All.EqualTo(ReplyStatus.Faulted));
            Assert.That(gone[0].Error!.Message, Does.StartWith(nameof(UnknownGroupException)));
        }
    }

    [Test]
    public async Task Gossip_should_reach_every_subscriber_once()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(5);
        List<ISubscription<int>> subscriptions = [.. nodes.Select(node => node.All.Subscribe(Methods.Numbers))];
        for (int i = 0; i < 20; i++)
        {
            RumorId id = await nodes[0].All.GossipAsync(Methods.Numbers, i, cluster.Token);
            Assert.That(id.Sequence, Is.EqualTo((ulong)i + 1));
        }

        foreach (ISubscription<int> subscription in subscriptions)
        {
            List<int> seen = [];
            await foreach (Rumor<int> rumor in subscription.WithCancellation(cluster.Token))
            {
                Assert.That(rumor.Origin, Is.EqualTo(nodes[0].Id));
                seen.Add(rumor.Value);
                if (seen.Count == 20)
                {
                    break;
                }
            }

            Assert.That(seen, Is.EquivalentTo(Enumerable.Range(0, 20)));
            Assert.That(subscription.Dropped, Is.Zero);
        }
    }

    [Test]
    public async Task Gossiped_invocation_should_run_on_every_member_once()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(4);
        using SemaphoreSlim ran = new(0);
        int count = 0;
        foreach (Node node in nodes)
        {
            node.Handle(Methods.Count, (step, call, _) =>
            {
                Assert.That(call.IsGossip, Is.True);
                Interlocked.Add(ref count, step);
                ran.Release();
                return ValueTask.CompletedTask;
            });
        }

        await nodes[1].All.GossipCallAsync(Methods.Count, 1, cluster.Token);
        for (int i = 0; i < nodes.Length; i++)
        {
            await ran.WaitAsync(cluster.Token);
        }

        Assert.That(count, Is.EqualTo(4));
    }

    [Test]
    public async Task Full_subscription_should_drop_the_oldest_and_count()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        await using ISubscription<int> numbers =
            node.All.Subscribe(Methods.Numbers, new SubscriptionOptions { BufferLimit = 2 });
        for (int i = 0; i < 5; i++)
        {
            await node.All.GossipAsync(Methods.Numbers, i, cluster.Token);
        }

        List<int> seen = [];
        await foreach (Rumor<int> rumor in numbers.WithCancellation(cluster.Token))
        {
            seen.Add(rumor.Value);
            if (seen.Count == 2)
            {
                break;
            }
        }

        Assert.That(seen, Is.EqualTo(new[] { 3, 4 }));
        Assert.That(numbers.Dropped, Is.EqualTo(3));
    }

    [Test]
    public async Task Gossip_in_a_deleted_group_should_say_so()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        IGroup group = node.Groups.Put("g", [node.Address]);
        node.Groups.Delete("g");
        Assert.That(
            async () => await group.GossipAsync(Methods.Numbers, 1, cluster.Token),
            Throws.InstanceOf<UnknownGroupException>());
        Assert.That(group.View.Members, Is.Empty);
    }
}
