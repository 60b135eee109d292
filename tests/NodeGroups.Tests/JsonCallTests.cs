using System.Text.Json;
using NodeGroups.Protocol;

namespace NodeGroups.Tests;

/// <summary>Calls by <c>service.method</c> name, with any JSON.</summary>
internal sealed class JsonCallTests
{
    private static readonly RpcMethod<JsonElement, JsonElement> s_echo = RpcMethod.Json("test.echo");

    [Test]
    public async Task Each_way_to_fail_should_be_an_outcome_of_its_own_for_that_member_only()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(6);
        nodes[0].Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        nodes[1].Handle(Methods.EchoFlag, (value, _, _) => ValueTask.FromResult(value));
        nodes[3].Handle(RpcMethod.Create("test.echo", TestJson.Default.Boolean), (_, _, _) => ValueTask.CompletedTask);
        nodes[4].Handle<int, int>(Methods.Echo, (_, _, _) => throw new InvalidOperationException("no stock"));
        nodes[5].Handle(Methods.Echo, async (value, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return value;
        });
        CallOptions options = CallOptions.Default with { Timeout = TimeSpan.FromSeconds(3) };
        GroupReply<JsonElement> reply = await nodes[0].All.CallAllAsync(
            s_echo, JsonSerializer.SerializeToElement(7, TestJson.Default.Int32), options, cluster.Token);
        CallResult[] reasons = [.. nodes.Select(node => reply.Find(node.Id)!.Error?.Reason ?? CallResult.Replied)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reply.Find(nodes[0].Id)!.Value.GetInt32(), Is.EqualTo(7));
            Assert.That(reasons, Is.EqualTo(new[]
            {
                CallResult.Replied, CallResult.UnknownMethod, CallResult.UnknownService, CallResult.BadArgument,
                CallResult.HandlerFailed, CallResult.TimedOut,
            }));
            Assert.That(reply.Find(nodes[5].Id)!.Status, Is.EqualTo(ReplyStatus.TimedOut));
            Assert.That(reply.Find(nodes[5].Id)!.Latency, Is.GreaterThan(reply.Find(nodes[0].Id)!.Latency));
            Assert.That(reply.Select(one => one.Latency), Is.All.GreaterThan(TimeSpan.Zero));
        }
    }

    [TestCase("0")]
    [TestCase("\"\"")]
    [TestCase("false")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{\"a\":[1,2.5,null]}")]
    public async Task Any_json_should_be_an_argument_and_a_value(string json)
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        nodes[1].Handle(s_echo, (value, _, _) => ValueTask.FromResult(value));
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement reply = await nodes[0].CallAsync(
            nodes[1].Address, s_echo, document.RootElement, null, cluster.Token);
        Assert.That(reply.GetRawText(), Is.EqualTo(json));
    }

    [Test]
    public async Task Missing_argument_should_be_null_and_unreadable_for_a_number()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(async () =>
            await node.CallAsync(node.Address, s_echo, default, null, cluster.Token));
        Assert.That(failure!.Error.Reason, Is.EqualTo(CallResult.BadArgument));
    }

    [Test]
    public async Task One_member_should_be_called_through_the_group()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        IGroup group = nodes[0].Groups.Put("shards", [nodes[1].Address]);
        GroupName seen = default;
        nodes[1].Handle(Methods.Echo, (value, call, _) =>
        {
            seen = call.Group;
            return ValueTask.FromResult(value);
        });
        Assert.That(await group.CallAsync(group.View.Members[0], Methods.Echo, 4, null, cluster.Token), Is.EqualTo(4));
        Assert.That(seen, Is.EqualTo(new GroupName("shards")));
    }

    [Test]
    public async Task Handlers_should_be_listed_and_removed_at_run_time()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        IDisposable served = node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        Assert.That(node.Methods, Does.Contain("test.echo"));
        served.Dispose();
        served.Dispose();
        Assert.That(node.Methods, Does.Not.Contain("test.echo"));
        CallFailedException? failure = Assert.ThrowsAsync<CallFailedException>(async () =>
            await node.CallAsync(node.Address, Methods.Echo, 1, null, cluster.Token));
        Assert.That(failure!.Error.Reason, Is.EqualTo(CallResult.UnknownService));
    }

    [Test]
    public async Task Streaming_should_end_at_the_deadline_with_an_outcome_for_each_member()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        nodes[0].Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        nodes[1].Handle(Methods.Echo, async (value, _, token) =>
        {
            await using CancellationTokenRegistration registration = token.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
            return value;
        });
        CallOptions options = CallOptions.Default with { Timeout = TimeSpan.FromSeconds(3) };
        List<MemberReply<int>> replies = [];
        await foreach (MemberReply<int> reply in nodes[0].All.CallEachAsync(Methods.Echo, 1, options, cluster.Token))
        {
            replies.Add(reply);
        }

        Assert.That(replies, Has.Count.EqualTo(3));
        Assert.That(replies[^1].Member.Id, Is.EqualTo(nodes[1].Id));
        Assert.That(replies[^1].Status, Is.EqualTo(ReplyStatus.TimedOut));
        await cancelled.Task.WaitAsync(cluster.Token);
    }

    [Test]
    public async Task Group_of_none_should_answer_at_once()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        IGroup group = node.Groups.Put("nobody", []);
        Assert.That(await group.CallAllAsync(Methods.Echo, 1, null, cluster.Token), Is.Empty);
        CallFailedException? any = Assert.ThrowsAsync<CallFailedException>(async () =>
            await group.CallAnyAsync(Methods.Echo, 1, null, cluster.Token));
        CallFailedException? first = Assert.ThrowsAsync<CallFailedException>(async () =>
            await group.CallFirstAsync(Methods.Echo, 1, null, cluster.Token));
        Assert.That(any!.Status, Is.EqualTo(ReplyStatus.Unreachable));
        Assert.That(first!.Status, Is.EqualTo(ReplyStatus.Unreachable));
    }
}
