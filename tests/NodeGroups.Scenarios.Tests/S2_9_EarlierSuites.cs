using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>What earlier editions tested beside that: one node by itself, and all nodes.</summary>
internal sealed class S2_9_EarlierSuites() : ScenarioFixture(helpers: 3)
{
    private static readonly RpcMethod<RemoteCallback<int, int>, int> s_count = RpcMethod.Create(
        "test.count-by-callback", ScenarioJson.Default.RemoteCallbackInt32Int32, ScenarioJson.Default.Int32);

    [Test]
    public void S2_9_01_Status_of_this_node_should_be_known_without_a_message()
    {
        NodeStatus status = Coordinator.GetStatus();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.Id, Is.EqualTo(Coordinator.Id));
            Assert.That(status.Address, Is.EqualTo(Coordinator.Address));
            Assert.That(status.Name, Is.EqualTo("coordinator"));
            Assert.That(status.ProcessId, Is.EqualTo(Environment.ProcessId));
            Assert.That(status.HeapUsedBytes, Is.Positive);
            Assert.That(status.Totals.MessagesHandled, Is.Positive);
        }
    }

    [Test]
    public async Task S2_9_02_Counts_should_grow_with_the_calls_served()
    {
        Scenario.ServeDouble(N);
        long before = N[0].GetStatus().Totals.CallsServed;
        for (int i = 0; i < 5; i++)
        {
            await Coordinator.CallAsync(N[0].Address, Scenario.Double, i, null, Token);
        }

        Assert.That(N[0].GetStatus().Totals.CallsServed, Is.GreaterThanOrEqualTo(before + 5));
    }

    [Test]
    public void S2_9_03_Methods_should_be_served_once_listed_and_removed()
    {
        IDisposable served = Coordinator.Handle(Scenario.Double, (value, _, _) => ValueTask.FromResult(2 * value));
        Assert.That(Coordinator.Methods, Has.Member(Scenario.Double.Name));
        Assert.That(
            () => Coordinator.Handle(Scenario.Double, (value, _, _) => ValueTask.FromResult(value)),
            Throws.InvalidOperationException);
        served.Dispose();
        Assert.That(Coordinator.Methods, Has.No.Member(Scenario.Double.Name));
    }

    [Test]
    public async Task S2_9_04_Node_should_call_itself_through_local()
    {
        Scenario.ServeDouble([Coordinator]);
        GroupReply<int> reply = await Coordinator.Local.CallAllAsync(Scenario.Double, 4, null, Token);
        Assert.That(reply.Values.Single().Key.Id, Is.EqualTo(Coordinator.Id));
        Assert.That(reply.Values.Single().Value, Is.EqualTo(8));
        Assert.That(await Coordinator.CallAsync(Coordinator.Address, Scenario.Double, 5, null, Token), Is.EqualTo(10));
    }

    [Test]
    public async Task S2_9_05_Local_should_administer_this_node_alone()
    {
        GroupReply<GroupView> put = await Coordinator.Local.PutGroupAsync("browncs", Addresses(N), Token);
        Assert.That(put, Has.Count.EqualTo(1));
        Assert.That(Coordinator.Groups.Get("browncs").Members, Has.Count.EqualTo(3));
        Assert.That(N[0].Groups.TryGet("browncs", out _), Is.False);
    }

    [Test]
    public async Task S2_9_06_All_should_address_every_node()
    {
        GroupStatus status = await Coordinator.All.GetStatusAsync(Token);
        Assert.That(status.Members.Select(member => member.Id), Is.EquivalentTo(Ids([Coordinator, .. N])));
        GroupReply<GroupView> put = await Coordinator.All.PutGroupAsync("browncs", Addresses(N), Token);
        Assert.That(put.RepliedCount, Is.EqualTo(4));
        Assert.That(N[2].Groups.Get("browncs").Members, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task S2_9_07_Gossip_should_reach_every_node_when_the_last_has_heard()
    {
        Node[] nodes = [Coordinator, .. N];
        ISubscription<string>[] subscriptions = [.. nodes.Select(node => node.All.Subscribe(Scenario.News))];
        RumorId id = await N[0].All.GossipAsync(Scenario.News, "hello", Token);
        foreach (ISubscription<string> subscription in subscriptions)
        {
            Rumor<string> heard = (await Scenario.ReadAsync(subscription, 1, Token))[0];
            Assert.That((heard.Value, heard.Id, heard.Origin), Is.EqualTo(("hello", id, N[0].Id)));
        }
    }

    [Test]
    public async Task S2_9_09_Callback_should_count_the_calls_of_every_member_exactly()
    {
        int calls = 0;
        RemoteCallback<int, int> counter = Coordinator.Callbacks.Create<int, int>(
            (step, _, _) => ValueTask.FromResult(Interlocked.Add(ref calls, step)),
            ScenarioJson.Default.Int32,
            ScenarioJson.Default.Int32);
        foreach (Node node in N)
        {
            node.Handle(s_count, async (callback, _, token) => await node.Callbacks.InvokeAsync(
                callback, 1, ScenarioJson.Default.Int32, ScenarioJson.Default.Int32, null, token));
        }

        IGroup group = Coordinator.Groups.Put("mygroup", Addresses(N));
        GroupReply<int> reply = await group.CallAllAsync(s_count, counter, null, Token);
        Assert.That(reply.Results, Is.EquivalentTo(new[] { 1, 2, 3 }));
        Assert.That(Coordinator.Callbacks.Revoke(counter.Token), Is.True);
        GroupReply<int> revoked = await group.CallAllAsync(s_count, counter, null, Token);
        Assert.That(revoked.Errors, Has.Count.EqualTo(3));
        Assert.That(calls, Is.EqualTo(3));
    }

    [Test]
    public async Task S2_9_10_Node_spawned_through_all_should_be_seen_by_all_until_it_is_stopped()
    {
        NodeProcess child = await Coordinator.All.SpawnAsync(Child.Node("n8", "serve"), Token);
        Assert.That(N.Select(node => node.All.View.Contains(child.Id)), Is.All.True);
        Task<GroupViewChange>[] ends = [.. N.Select(node => Scenario.WatchEndAsync(node.All, child.Id, Token))];
        NodeStopResult stopped = await child.StopAsync(null, Token);
        GroupViewChange[] changes = await Task.WhenAll(ends);
        Assert.That((stopped.ExitCode, stopped.Forced), Is.EqualTo((0, false)));
        Assert.That(changes.SelectMany(change => change.Failed), Is.Empty);
    }

    [Test]
    public async Task S2_9_11_Callback_called_within_callbacks_should_count_to_three()
    {
        int calls = 0;
        RemoteCallback<int, int>? counter = null;
        counter = Coordinator.Callbacks.Create<int, int>(
            async (depth, _, token) =>
            {
                Interlocked.Increment(ref calls);
                return depth == 1 ? calls : await CallAsync(N[depth - 2], depth - 1, token);
            },
            ScenarioJson.Default.Int32,
            ScenarioJson.Default.Int32);
        Assert.That(await CallAsync(N[2], 3, Token), Is.EqualTo(3));

        ValueTask<int> CallAsync(Node caller, int depth, CancellationToken token) => caller.Callbacks.InvokeAsync(
            counter!, depth, ScenarioJson.Default.Int32, ScenarioJson.Default.Int32, null, token);
    }

    [Test]
    public async Task S2_9_08_Node_that_cannot_be_reached_should_be_an_outcome_of_its_own()
    {
        Scenario.ServeDouble(N);
        Node gone = N[2];
        IGroup group = Coordinator.Groups.Put("mixed", Addresses(N));
        gone.Abort();
        GroupReply<int> reply = await group.CallAllAsync(Scenario.Double, 1, null, Token);
        Assert.That(reply.RepliedCount, Is.EqualTo(2));
        Assert.That(
            async () => await Coordinator.CallAsync(gone.Address, Scenario.Double, 1, null, Token),
            Throws.InstanceOf<CallFailedException>());
    }
}
