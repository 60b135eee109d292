namespace NodeGroups.Benchmarks.Clusters;

/// <summary>Nodes in this process, all members of one group.</summary>
internal sealed class BenchmarkCluster : IAsyncDisposable
{
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(60);

    private readonly string _clusterId = $"benchmark-{Environment.ProcessId}";
    private readonly InMemoryNetwork? _network;
    private readonly List<Node> _nodes = [];

    private BenchmarkCluster(TransportChoice transport) =>
        _network = transport == TransportChoice.InMemory ? new InMemoryNetwork() : null;

    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Starts nodes that all see each other.</summary>
    public static async Task<BenchmarkCluster> StartAsync(int count, TransportChoice transport)
    {
        BenchmarkCluster cluster = new(transport);
        cluster._nodes.Add(await cluster.StartNodeAsync(0));
        cluster._nodes.AddRange(await Task.WhenAll(Enumerable.Range(1, count - 1).Select(cluster.StartNodeAsync)));
        await cluster.WaitForMembersAsync(count);
        return cluster;
    }

    /// <summary>Starts a node through the first; it is not one of <see cref="Nodes"/>.</summary>
    public async Task<Node> StartNodeAsync(int index)
    {
        NodeOptions options = NodeOptions.Lan();
        options.Name = $"n{index}";
        options.ClusterId = _clusterId;
        options.TransportFactory = _network;
        if (_nodes.Count > 0)
        {
            options.Seeds.Add(_nodes[0].Address);
        }

        return await Node.StartAsync(options);
    }

    /// <summary>Waits until every node sees exactly so many members.</summary>
    public async Task WaitForMembersAsync(int count)
    {
        using CancellationTokenSource limit = new(StepLimit);
        await Task.WhenAll(_nodes.Select(
            node => node.All.WaitForViewAsync(view => view.Members.Count == count, limit.Token).AsTask()));
    }

    /// <summary>Lets every node join a group and waits until all see all in it.</summary>
    public async Task<IGroup[]> JoinAllAsync(GroupName name, GroupOptions options)
    {
        using CancellationTokenSource limit = new(StepLimit);
        IGroup[] groups = await Task.WhenAll(
            _nodes.Select(node => node.JoinAsync(name, options, limit.Token).AsTask()));
        await Task.WhenAll(groups.Select(
            group => group.WaitForViewAsync(view => view.Members.Count == _nodes.Count, limit.Token).AsTask()));
        return groups;
    }

    /// <summary>Sets the share of frames that the network loses; for the in-memory transport.</summary>
    public void Lose(double share)
    {
        if (_network is not null)
        {
            _network.Loss = share;
        }
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
}
