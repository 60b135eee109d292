namespace NodeGroups.Tests;

/// <summary>Calls that come together run on the thread that read them.</summary>
internal sealed class BurstsOverTcpTests
{
    private const int Count = 32;

    [Test]
    public async Task Calls_should_go_on_over_a_connection_while_handlers_of_its_burst_block()
    {
        const int Blocking = 3;
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(60));
        using ManualResetEventSlim release = new();
        (Node caller, Node server) = await StartAsync(safety.Token);
        await using Node first = caller;
        await using Node second = server;
        int entered = 0;
        TaskCompletionSource allBlock = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Handle(Methods.Echo, (value, _, _) =>
        {
            if (value < Blocking)
            {
                if (Interlocked.Increment(ref entered) == Blocking)
                {
                    allBlock.SetResult();
                }

                release.Wait(safety.Token);
            }

            return ValueTask.FromResult(value);
        });
        server.Handle(Methods.Count, (_, _, _) =>
        {
            release.Set();
            return ValueTask.CompletedTask;
        });

        Task<int[]> burst = CallAllAsync(caller, server, safety.Token);
        await allBlock.Task.WaitAsync(safety.Token);
        await caller.CallAsync(server.Address, Methods.Count, 0, null, safety.Token);

        Assert.That(await burst, Is.EqualTo(Enumerable.Range(0, Count)));
    }

    [Test]
    public async Task Handlers_should_not_see_the_context_of_whoever_started_the_node()
    {
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(60));
        AsyncLocal<int> seen = new() { Value = 7 };
        (Node caller, Node server) = await StartAsync(safety.Token);
        await using Node first = caller;
        await using Node second = server;
        server.Handle(Methods.Echo, (_, _, _) => ValueTask.FromResult(seen.Value));

        Assert.That(await CallAllAsync(caller, server, safety.Token), Is.All.Zero);
    }

    private static async Task<(Node Caller, Node Server)> StartAsync(CancellationToken cancellationToken)
    {
        Node server = await Node.StartAsync(NodeOptions.Local(), cancellationToken);
        NodeOptions options = NodeOptions.Local();
        options.Seeds.Add(server.Address);
        Node caller = await Node.StartAsync(options, cancellationToken);
        await caller.All.WaitForMembersAsync(2, cancellationToken);
        return (caller, server);
    }

    private static Task<int[]> CallAllAsync(Node caller, Node server, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Count).Select(
            value => caller.CallAsync(server.Address, Methods.Echo, value, null, cancellationToken).AsTask()));
}
