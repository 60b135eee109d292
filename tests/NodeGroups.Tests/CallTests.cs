using NodeGroups.Protocol;

namespace NodeGroups.Tests;

internal sealed class CallTests
{
    [Test]
    public async Task Call_should_return_the_handlers_value()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        CallContext seen = default;
        using IDisposable served = nodes[1].Handle(Methods.Ask, (question, call, _) =>
        {
            seen = call;
            return ValueTask.FromResult(new Answer(question.Text + "!", 42));
        });
        Answer answer = await nodes[0].CallAsync(
            nodes[1].Address, Methods.Ask, new Question("why"), null, cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Is.EqualTo(new Answer("why!", 42)));
            Assert.That(seen.Caller, Is.EqualTo(nodes[0].Id));
            Assert.That(seen.CallerAddress, Is.EqualTo(nodes[0].Address));
            Assert.That(seen.Method, Is.EqualTo("test.ask"));
            Assert.That(seen.IsGossip, Is.False);
        }
    }

    [Test]
    public async Task Falsy_values_should_be_replies()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        foreach (Node node in nodes)
        {
            node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
            node.Handle(Methods.EchoText, (value, _, _) => ValueTask.FromResult(value.Length == 0 ? value : null));
            node.Handle(Methods.EchoFlag, (value, _, _) => ValueTask.FromResult(value));
        }

        GroupReply<int> zero = await nodes[0].All.CallAllAsync(Methods.Echo, 0, null, cluster.Token);
        GroupReply<string?> empty = await nodes[0].All.CallAllAsync(Methods.EchoText, "", null, cluster.Token);
        GroupReply<string?> nothing = await nodes[0].All.CallAllAsync(Methods.EchoText, "x", null, cluster.Token);
        GroupReply<bool> no = await nodes[0].All.CallAllAsync(Methods.EchoFlag, false, null, cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(zero.Results, Is.EqualTo(new[] { 0, 0, 0 }));
            Assert.That(empty.Results, Is.EqualTo(new[] { "", "", "" }));
            Assert.That(nothing.RepliedCount, Is.EqualTo(3));
            Assert.That(nothing.Results, Is.All.Null);
            Assert.That(no.Results, Is.EqualTo(new[] { false, false, false }));
        }
    }

    [Test]
    public async Task Group_call_should_give_one_outcome_per_member()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(4);
        nodes[0].Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        nodes[1].Handle<int, int>(Methods.Echo, (_, _, _) => throw new InvalidOperationException("no stock"));
        nodes[2].Handle(Methods.Echo, async (value, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return value;
        });
        CallOptions options = CallOptions.Default with { Timeout = TimeSpan.FromSeconds(1) };
        GroupReply<int> reply = await nodes[0].All.CallAllAsync(Methods.Echo, 7, options, cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reply, Has.Count.EqualTo(4));
            Assert.That(reply.Find(nodes[0].Id)!.Value, Is.EqualTo(7));
            Assert.That(reply.Find(nodes[1].Id)!.Status, Is.EqualTo(ReplyStatus.Faulted));
            Assert.That(reply.Find(nodes[1].Id)!.Error!.Message, Is.EqualTo("InvalidOperationException: no stock"));
            Assert.That(reply.Find(nodes[2].Id)!.Status, Is.EqualTo(ReplyStatus.TimedOut));
            Assert.That(reply.Find(nodes[3].Id)!.Error!.Reason, Is.EqualTo(CallResult.UnknownService));
        }
    }

    [Test]
    public async Task Cancelling_should_cancel_the_handler()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        TaskCompletionSource started = new();
        TaskCompletionSource cancelled = new();
        nodes[1].Handle(Methods.Echo, async (value, _, token) =>
        {
            await using CancellationTokenRegistration registration = token.Register(cancelled.SetResult);
            started.SetResult();
            await cancelled.Task;
            return value;
        });
        using CancellationTokenSource cancellation = new();
        ValueTask<int> call = nodes[0].CallAsync(nodes[1].Address, Methods.Echo, 1, null, cancellation.Token);
        await started.Task.WaitAsync(cluster.Token);
        await cancellation.CancelAsync();
        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        await cancelled.Task.WaitAsync(cluster.Token);
    }

    [Test]
    public async Task Call_should_fail_as_unreachable_when_nobody_listens()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(async () =>
            await node.CallAsync(new NodeAddress("nobody", 1), Methods.Echo, 1, null, cluster.Token));
        Assert.That(failure!.Status, Is.EqualTo(ReplyStatus.Unreachable));
    }

    [Test]
    public async Task Call_any_should_pass_over_members_without_the_method()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(4);
        nodes[3].Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        Assert.That(await nodes[0].All.CallAnyAsync(Methods.Echo, 5, null, cluster.Token), Is.EqualTo(5));
        Assert.That(await nodes[0].All.CallFirstAsync(Methods.Echo, 6, null, cluster.Token), Is.EqualTo(6));
    }

    [Test]
    public async Task Quorum_should_abandon_the_rest()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        nodes[0].Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        nodes[1].Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        nodes[2].Handle(Methods.Echo, async (value, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return value;
        });
        CallOptions options = new() { Quorum = 2, Timeout = TimeSpan.FromMinutes(1) };
        GroupReply<int> reply = await nodes[0].All.CallAllAsync(Methods.Echo, 1, options, cluster.Token);
        Assert.That(reply.RepliedCount, Is.EqualTo(2));
        Assert.That(reply.Find(nodes[2].Id)!.Status, Is.EqualTo(ReplyStatus.Abandoned));
    }

    [Test]
    public async Task Duplicate_and_reserved_methods_should_be_refused()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        IDisposable served = node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        Assert.That(
            () => node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value)),
            Throws.InvalidOperationException);
        served.Dispose();
        using IDisposable again = node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        RpcMethod<int, int> reserved = RpcMethod.Create("nodegroups.x", TestJson.Default.Int32, TestJson.Default.Int32);
        Assert.That(
            () => node.Handle(reserved, (value, _, _) => ValueTask.FromResult(value)), Throws.ArgumentException);
    }

    [Test]
    public async Task Bad_argument_should_fault()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        using IDisposable served = node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        RpcMethod<string, int> wrong = RpcMethod.Create("test.echo", TestJson.Default.String, TestJson.Default.Int32);
        CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(async () =>
            await node.CallAsync(node.Address, wrong, "text", null, cluster.Token));
        Assert.That(failure!.Error.Reason, Is.EqualTo(CallResult.BadArgument));
    }
}
