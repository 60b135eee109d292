namespace NodeGroups.Tests;

/// <summary>Nodes of one test over one in-memory network; ends them all.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<Node> _nodes = [];

    public CancellationTokenSource Safety { get; } = new(TimeSpan.FromSeconds(60));

    public CancellationToken Token => Safety.Token;

    public InMemoryNetwork Network { get; } = new();

    public NodeOptions Options(string name)
    {
        NodeOptions options = NodeOptions.Local();
        options.Name = name;
        options.Listen = new NodeAddress(name, 7400);
        options.TransportFactory = Network;
        if (_nodes.Count > 0)
        {
            options.Seeds.Add(_nodes[0].Address);
        }

        return options;
    }

    public async Task<Node> StartAsync(string name, Action<NodeOptions>? configure = null)
    {
        NodeOptions options = Options(name);
        configure?.Invoke(options);
        Node node = await Node.StartAsync(options, Token);
        _nodes.Add(node);
        return node;
    }

    public async Task<Node[]> StartManyAsync(int count)
    {
        Node[] nodes = new Node[count];
        for (int i = 0; i < count; i++)
        {
            nodes[i] = await StartAsync($"n{i}");
        }

        foreach (Node node in nodes)
        {
            await node.All.WaitForMembersAsync(count, Token);
        }

        return nodes;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        Safety.Dispose();
    }
}
