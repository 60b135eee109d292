using NodeGroups;

namespace Cluster.Nodes;

/// <summary>A node in this process.</summary>
internal sealed class InProcessNode : NodeHandle
{
    private readonly ClusterNode _node;
    private bool _ended;

    private InProcessNode(int index, ClusterNode node)
        : base(index) => _node = node;

    public override NodeId Id => _node.Id;

    public override NodeAddress Address => _node.Address;

    public static async Task<InProcessNode> StartAsync(
        NodeConfig config, Action<Delivery> onDelivery, CancellationToken cancellationToken) =>
        new(config.Index, await ClusterNode.StartAsync(config, onDelivery, cancellationToken));

    public override Task WaitForMembersAsync(int count, CancellationToken cancellationToken) =>
        _node.WaitForMembersAsync(count, cancellationToken);

    public override Task<long> PublishAsync(
        bool broadcast, int rumor, int payload, CancellationToken cancellationToken) =>
        _node.PublishAsync(broadcast, rumor, payload, cancellationToken);

    public override Task<CallOutcome> CallAllAsync(CancellationToken cancellationToken) =>
        _node.CallAllAsync(cancellationToken);

    public override ValueTask<NodeCounts> GetCountsAsync(CancellationToken cancellationToken) => new(_node.GetCounts());

    public override Task<long> WaitUntilGoneAsync(IReadOnlyList<NodeId> ids, CancellationToken cancellationToken) =>
        _node.WaitUntilGoneAsync(ids, cancellationToken);

    public override void Kill()
    {
        _ended = true;
        _node.Abort();
    }

    public override async Task<bool> StopAsync()
    {
        _ended = true;
        try
        {
            await _node.StopAsync().WaitAsync(StopGrace);
            return true;
        }
        catch (TimeoutException)
        {
            _node.Abort();
            return false;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            await StopAsync();
        }
    }
}
