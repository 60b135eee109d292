namespace NodeGroups.Scenarios.Tests;

/// <summary>A coordinator and its helpers n1, n2, ... over real TCP, each at a port of the system's choice; ends them
/// all.</summary>
internal sealed class ScenarioCluster : IAsyncDisposable
{
    private readonly CancellationTokenSource _safety = new(TimeSpan.FromSeconds(90));
    private readonly List<Node> _nodes = [];
    private readonly Lock _adding = new();

    private ScenarioCluster()
    {
    }

    /// <summary>Gets the token that every wait takes: a test that hangs fails instead.</summary>
    public CancellationToken Token => _safety.Token;

    public Node Coordinator => _nodes[0];

    /// <summary>Gets the helpers, n1 first.</summary>
    public Node[] Helpers { get; private set; } = [];

    public static async Task<ScenarioCluster> StartAsync(int helpers)
    {
        ScenarioCluster cluster = new();
        try
        {
            await cluster.StartNodeAsync("coordinator");
            cluster.Helpers = await Task.WhenAll(
                Enumerable.Range(1, helpers).Select(i => cluster.StartNodeAsync($"n{i}")));
            await cluster.WaitUntilAllSeeAllAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more node; those there may not see it yet.</summary>
    public async Task<Node> StartNodeAsync(string name, Action<NodeOptions>? configure = null)
    {
        NodeOptions options = NodeOptions.Lan();
        options.Name = name;
        options.ClusterId = "scenarios";
        if (_nodes.Count > 0)
        {
            options.Seeds.Add(Coordinator.Address);
        }

        configure?.Invoke(options);
        Node node = await Node.StartAsync(options, Token);
        lock (_adding)
        {
            _nodes.Add(node);
        }

        return node;
    }

    /// <summary>Starts a node anew at the address of one that has ended.</summary>
    public async Task<Node> RestartAsync(Node ended)
    {
        lock (_adding)
        {
            _nodes.Remove(ended);
        }

        return await StartNodeAsync(ended.Name, options => options.Listen = ended.Address);
    }

    /// <summary>Waits until every node sees exactly those that run.</summary>
    public async Task WaitUntilAllSeeAllAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.All.WaitForViewAsync(
            view => view.Members.Count == _nodes.Count, Token).AsTask()));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        _safety.Dispose();
    }
}
