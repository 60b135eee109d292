namespace NodeGroups.Scenarios.Tests;

/// <summary>A fresh cluster for each test: the coordinator in the middle, and helpers around it.</summary>
internal abstract class ScenarioFixture(int helpers)
{
    private ScenarioCluster? _cluster;

    protected ScenarioCluster Cluster => _cluster!;

    protected Node Coordinator => Cluster.Coordinator;

    /// <summary>Gets the helpers; <c>N[0]</c> is n1.</summary>
    protected Node[] N => Cluster.Helpers;

    protected CancellationToken Token => Cluster.Token;

    /// <summary>Gets the coordinator's group of that name, which a fixture puts before each test.</summary>
    protected IGroup MyGroup => Coordinator.Groups.Find("mygroup")!;

    [SetUp]
    public async Task StartClusterAsync()
    {
        _cluster = await ScenarioCluster.StartAsync(helpers);
        await PrepareAsync();
    }

    [TearDown]
    public async Task EndClusterAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
            _cluster = null;
        }
    }

    /// <summary>What a fixture needs before each test.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    protected static NodeAddress[] Addresses(params Node[] nodes) => [.. nodes.Select(node => node.Address)];

    protected static NodeAddress[] Addresses(GroupView view) => [.. view.Members.Select(member => member.Address)];

    protected static NodeId[] Ids(IEnumerable<Node> nodes) => [.. nodes.Select(node => node.Id)];
}
