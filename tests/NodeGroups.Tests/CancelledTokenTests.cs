namespace NodeGroups.Tests;

/// <summary>What is asked for with a token that is cancelled already does not happen.</summary>
internal sealed class CancelledTokenTests
{
    private static readonly RpcMethod<string, string> s_echo = RpcMethod.Create<string, string>("test.echo");
    private static readonly Topic<string> s_news = Topic.Create<string>("news");
    private static readonly CancellationToken s_cancelled = new(canceled: true);

    private static readonly TestCaseData<Func<Node, ValueTask>>[] s_operations =
    [
        Case("Call", async node => await node.CallAsync(node.Address, s_echo, "", null, s_cancelled)),
        Case("CallAny", async node => await node.All.CallAnyAsync(s_echo, "", null, s_cancelled)),
        Case("CallAll", async node => await node.All.CallAllAsync(s_echo, "", null, s_cancelled)),
        Case("CallFirst", async node => await node.All.CallFirstAsync(s_echo, "", null, s_cancelled)),
        Case("CallEach", async node => await node.All.CallEachAsync(s_echo, "", null, s_cancelled).FirstAsync()),
        Case("Gossip", async node => await node.All.GossipAsync(s_news, "", s_cancelled)),
        Case("GossipCall", async node => await node.All.GossipCallAsync(s_echo, "", s_cancelled)),
        Case("WaitForMembers", async node => await node.All.WaitForMembersAsync(1, s_cancelled)),
        Case("WaitForView", async node => await node.All.WaitForViewAsync(view => true, s_cancelled)),
        Case("Watch", async node => await node.All.WatchAsync(s_cancelled).FirstAsync()),
        Case("Join", async node => await node.JoinAsync("group", null, s_cancelled)),
        Case("Put", async node => await node.Local.PutGroupAsync("group", [node.Address], s_cancelled)),
        Case("GetGroup", async node => await node.Local.GetGroupAsync("all", s_cancelled)),
        Case("Status", async node => await node.All.GetStatusAsync(s_cancelled)),
        Case("Spawn", async node => await node.SpawnAsync(new NodeProcessOptions(), s_cancelled)),
        Case("Schedule", async node => await node.All.ScheduleAsync(
            TimeSpan.FromHours(1), s_echo, "", cancellationToken: s_cancelled)),
        Case("Activate", async node => await node.All.ActivateServiceAsync("offer", default, s_cancelled)),
    ];

    [TestCaseSource(nameof(s_operations))]
    public async Task Operation_should_not_begin(Func<Node, ValueTask> operation)
    {
        int handled = 0;
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("a", options => options.Services["offer"] = (context, token) =>
        {
            Interlocked.Increment(ref handled);
            return ValueTask.CompletedTask;
        });
        using IDisposable served = node.Handle(s_echo, (text, call, token) =>
        {
            Interlocked.Increment(ref handled);
            return ValueTask.FromResult(text);
        });

        Assert.That(async () => await operation(node), Throws.InstanceOf<OperationCanceledException>());
        await node.DisposeAsync();
        Assert.That(handled, Is.Zero);
    }

    [Test]
    public async Task Node_should_not_start()
    {
        await using TestCluster cluster = new();

        Assert.That(
            async () => await Node.StartAsync(cluster.Options("a"), s_cancelled),
            Throws.InstanceOf<OperationCanceledException>().With.Property("InnerException").Null);
    }

    private static TestCaseData<Func<Node, ValueTask>> Case(string name, Func<Node, ValueTask> operation) =>
        new(operation) { TestName = $"{name}_should_not_begin_when_cancelled" };
}
