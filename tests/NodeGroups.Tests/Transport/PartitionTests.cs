namespace NodeGroups.Tests.Transport;

/// <summary>A cluster over TCP that is cut in two, and heals.</summary>
internal sealed class PartitionTests
{
    private static readonly Topic<string> News = Topic.Create("news", TestJson.Default.String);

    [Test]
    public async Task Sides_should_go_on_alone_and_find_each_other_when_the_partition_heals()
    {
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(90));
        CuttableTcp network = new();
        List<Node> nodes = [];
        try
        {
            List<IGroup> groups = [];
            List<ISubscription<string>> heard = [];
            for (int i = 0; i < 5; i++)
            {
                NodeOptions options = NodeOptions.Local();
                (options.Name, options.TransportFactory) = ($"n{i}", network);
                nodes.Take(3).ToList().ForEach(node => options.Seeds.Add(node.Address));
                nodes.Add(await Node.StartAsync(options, safety.Token));
                nodes[i].Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
                groups.Add(await nodes[i].JoinAsync("orders", cancellationToken: safety.Token));
                heard.Add(groups[i].Subscribe(News));
            }

            await WaitAsync(groups, 5, safety.Token);
            network.Cut(nodes[..2]);
            await WaitAsync(groups[..2], 2, safety.Token);
            await WaitAsync(groups[2..], 3, safety.Token);

            GroupReply<int> left = await groups[0].CallAllAsync(Methods.Echo, 1, safety.Token);
            GroupReply<int> right = await groups[4].CallAllAsync(Methods.Echo, 1, safety.Token);
            Assert.That((left.Results.Count, right.Results.Count), Is.EqualTo((2, 3)));
            await groups[1].GossipAsync(News, "left", safety.Token);
            await groups[3].GossipAsync(News, "right", safety.Token);
            await ReadAsync(heard[0], ["left"], safety.Token);
            await ReadAsync(heard[4], ["right"], safety.Token);

            network.Heal();
            await WaitAsync(groups, 5, safety.Token);
            await groups[0].GossipAsync(News, "left again", safety.Token);
            await groups[2].GossipAsync(News, "right again", safety.Token);
            string[] all = ["left", "left again", "right", "right again"];
            for (int i = 0; i < 5; i++)
            {
                string[] missing = [.. all.Where(news => news != (i == 0 ? "left" : i == 4 ? "right" : string.Empty))];
                await ReadAsync(heard[i], missing, safety.Token);
            }
        }
        finally
        {
            network.Heal();
            await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        }
    }

    private static Task WaitAsync(IEnumerable<IGroup> groups, int count, CancellationToken cancellationToken) =>
        Task.WhenAll(groups.Select(group => group.WaitForViewAsync(
            view => view.Members.Count == count, cancellationToken).AsTask()));

    /// <summary>Reads until exactly these were heard, in whatever order.</summary>
    private static async Task ReadAsync(
        ISubscription<string> heard, string[] expected, CancellationToken cancellationToken)
    {
        List<string> read = [];
        await foreach (Rumor<string> rumor in heard.WithCancellation(cancellationToken))
        {
            read.Add(rumor.Value);
            if (read.Count == expected.Length)
            {
                break;
            }
        }

        Assert.That(read, Is.EquivalentTo(expected));
    }
}
