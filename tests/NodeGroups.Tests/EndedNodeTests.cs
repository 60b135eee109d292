namespace NodeGroups.Tests;

/// <summary>Many lives, one after another, in one process.</summary>
internal sealed class EndedNodeTests
{
    [Test]
    public async Task Ended_nodes_should_leave_nothing_in_memory()
    {
        const int lives = 40;
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(60));
        await using Node stays = await Node.StartAsync(NodeOptions.Local(), safety.Token);
        List<WeakReference> ended = [];
        for (int i = 0; i < lives; i++)
        {
            ended.Add(await LiveAsync(stays, safety.Token));
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(ended.Count(life => life.IsAlive), Is.LessThan(lives / 4), "a thread or timer may hold the latest");
    }

    /// <summary>Starts a node that does a little of everything, and ends it.</summary>
    private static async Task<WeakReference> LiveAsync(Node seed, CancellationToken cancellationToken)
    {
        NodeOptions options = NodeOptions.Local();
        options.Seeds.Add(seed.Address);
        Node node = await Node.StartAsync(options, cancellationToken);
        await using (node)
        {
            node.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
            IGroup group = await node.JoinAsync("lives", null, cancellationToken);
            await using ISubscription<int> numbers = group.Subscribe(Methods.Numbers);
            await group.GossipAsync(Methods.Numbers, 1, cancellationToken);
            await seed.CallAsync(node.Address, Methods.Echo, 2, null, cancellationToken);
            await group.ScheduleAsync(TimeSpan.FromHours(1), Methods.Echo, 3, cancellationToken);
        }

        return new WeakReference(node);
    }
}
