namespace NodeGroups.Scenarios.Tests;

/// <summary>What nobody tested: calls, and the end of a node.</summary>
internal sealed class S2_12_Calls() : ScenarioFixture(helpers: 3)
{
    private static readonly CallOptions s_short = new() { Timeout = TimeSpan.FromSeconds(3) };

    [Test]
    public async Task S2_12_10_Handler_that_never_answers_should_time_out_alone()
    {
        Scenario.ServeDouble(N[..2]);
        N[2].Handle(Scenario.Double, async (value, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return value;
        });
        GroupReply<int> reply =
            await Coordinator.Groups.Put("g", Addresses(N)).CallAllAsync(Scenario.Double, 3, s_short, Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reply.Find(N[0].Id)!.Value, Is.EqualTo(6));
            Assert.That(reply.Find(N[1].Id)!.Value, Is.EqualTo(6));
            Assert.That(reply.Find(N[2].Id)!.Status, Is.EqualTo(ReplyStatus.TimedOut));
        }
    }

    [Test]
    public async Task S2_12_15_Stopping_should_drain_calls_then_refuse_and_be_repeatable()
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        N[0].Handle(Scenario.Double, async (value, _, _) =>
        {
            started.TrySetResult();
            await mayEnd.Task;
            return 2 * value;
        });
        Task<int> inFlight = Coordinator.CallAsync(N[0].Address, Scenario.Double, 4, null, Token).AsTask();
        await started.Task.WaitAsync(Token);
        Task stopping = N[0].DisposeAsync().AsTask();
        CallFailedException? refused = Assert.ThrowsAsync<CallFailedException>(
            async () => await Coordinator.CallAsync(N[0].Address, Scenario.Double, 5, null, Token));
        mayEnd.SetResult();
        Assert.That(refused!.Error.Reason, Is.EqualTo(NodeGroups.Protocol.CallResult.Stopping));
        Assert.That(await inFlight, Is.EqualTo(8));
        await stopping;
        await N[0].DisposeAsync();
        Assert.That(
            async () => await N[0].CallAsync(N[1].Address, Scenario.Double, 1, null, Token),
            Throws.InstanceOf<ObjectDisposedException>());
        CallFailedException? gone = Assert.ThrowsAsync<CallFailedException>(
            async () => await Coordinator.CallAsync(N[0].Address, Scenario.Double, 6, null, Token));
        Assert.That(gone!.Status, Is.EqualTo(ReplyStatus.Unreachable));
    }

    [Test]
    public async Task S2_12_15_Handlers_at_work_should_call_and_gossip_until_they_have_finished()
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Node node = N[0];
        NodeProcess child = await node.SpawnAsync(
            Child.Node("child") with { Launcher = NodeLaunchers.InProcess() }, Token);
        N[1].Handle(Scenario.Double, (value, _, _) => ValueTask.FromResult(2 * value));
        await using ISubscription<string> heard = N[1].All.Subscribe(Scenario.News);
        node.Handle(Scenario.Double, async (value, _, token) =>
        {
            started.TrySetResult();
            await mayEnd.Task;
            await node.All.GossipAsync(Scenario.News, "last", token);
            return await node.CallAsync(N[1].Address, Scenario.Double, value, null, token);
        });
        Task<int> inFlight = Coordinator.CallAsync(node.Address, Scenario.Double, 4, null, Token).AsTask();
        await started.Task.WaitAsync(Token);
        Task stopping = node.DisposeAsync().AsTask();
        CallFailedException? refused = Assert.ThrowsAsync<CallFailedException>(
            async () => await Coordinator.CallAsync(node.Address, Scenario.EchoText, "new", null, Token));
        bool hasChild = !child.HasExited;
        mayEnd.SetResult();
        Assert.That(await inFlight, Is.EqualTo(8));
        Assert.That((await Scenario.ReadAsync(heard, 1, Token)).Single().Value, Is.EqualTo("last"));
        Assert.That(refused!.Error.Reason, Is.EqualTo(NodeGroups.Protocol.CallResult.Stopping));
        Assert.That(hasChild, Is.True, "The handlers at work may need the children.");
        await stopping;
        Assert.That(child.HasExited, Is.True);
    }

    [Test]
    public async Task S2_12_15_Stopping_inside_a_handler_should_not_deadlock()
    {
        N[0].Handle(Scenario.Count, async (_, _, _) => await N[0].DisposeAsync());
        GroupReply<Nothing> reply =
            await Coordinator.Groups.Put("g", Addresses(N[0])).CallAllAsync(Scenario.Count, 1, null, Token);
        Assert.That(reply[0].Status, Is.EqualTo(ReplyStatus.Unreachable), "the handler waits for itself");
        await N[0].DisposeAsync().AsTask().WaitAsync(Token);
        await Coordinator.All.WaitForViewAsync(view => !view.Contains(N[0].Id), Token);
    }

    [Test]
    public async Task S2_12_17_Falsy_values_should_be_values()
    {
        Node node = N[0];
        node.Handle(Scenario.Double, (_, _, _) => ValueTask.FromResult(0));
        node.Handle(Scenario.EchoText, (text, _, _) => ValueTask.FromResult(text));
        node.Handle(Scenario.EchoFlag, (flag, _, _) => ValueTask.FromResult(flag));
        IGroup group = Coordinator.Groups.Put("g", Addresses(node));
        GroupReply<int> zero = await group.CallAllAsync(Scenario.Double, 1, null, Token);
        GroupReply<bool> no = await group.CallAllAsync(Scenario.EchoFlag, false, null, Token);
        GroupReply<string?> empty = await group.CallAllAsync(Scenario.EchoText, "", null, Token);
        GroupReply<string?> nothing = await group.CallAllAsync(Scenario.EchoText, null, null, Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(zero.Results, Is.EqualTo(new[] { 0 }));
            Assert.That(no.Results, Is.EqualTo(new[] { false }));
            Assert.That(empty.Results, Is.EqualTo(new[] { "" }));
            Assert.That(nothing.AllReplied && nothing[0].HasValue, Is.True);
            Assert.That(nothing[0].Value, Is.Null);
        }
    }

    [Test]
    public async Task S2_12_18_Change_of_members_during_a_call_should_neither_hang_nor_count_twice()
    {
        using SemaphoreSlim asked = new(0);
        TaskCompletionSource mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (Node node in N)
        {
            node.Handle(Scenario.Double, async (value, _, _) =>
            {
                asked.Release();
                await mayAnswer.Task;
                return 2 * value;
            });
        }

        IGroup group = Coordinator.Groups.Put("g", Addresses(N[..2]));
        Task<GroupReply<int>> call = group.CallAllAsync(Scenario.Double, 1, null, Token).AsTask();
        await asked.WaitAsync(Token);
        await asked.WaitAsync(Token);
        Coordinator.Groups.Remove("g", N[0].Address);
        Coordinator.Groups.Add("g", N[2].Address);
        mayAnswer.SetResult();
        GroupReply<int> reply = await call;
        Assert.That(reply.AllReplied, Is.True);
        Assert.That(reply.Select(member => member.Member.Id), Is.EquivalentTo(Ids(N[..2])));
    }

    [Test]
    public async Task S2_12_18_Death_of_a_member_during_a_call_should_be_its_outcome()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Scenario.ServeDouble(N[..2]);
        N[2].Handle(Scenario.Double, async (value, _, token) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            return value;
        });
        CallOptions patient = new() { Timeout = TimeSpan.FromMinutes(1) };
        Task<GroupReply<int>> call =
            Coordinator.Groups.Put("g", Addresses(N)).CallAllAsync(Scenario.Double, 1, patient, Token).AsTask();
        await asked.Task.WaitAsync(Token);
        N[2].Abort();
        GroupReply<int> reply = await call;
        Assert.That(reply, Has.Count.EqualTo(3));
        Assert.That(reply.RepliedCount, Is.EqualTo(2));
        Assert.That(reply.Find(N[2].Id)!.Status, Is.EqualTo(ReplyStatus.Unreachable));
    }
}
