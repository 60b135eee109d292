using NodeGroups;

namespace Cluster.Nodes;

/// <summary>A node in this process.</summary>
internal sealed class InProcessNode : NodeHandle
{
    private readonly Node _node;
    private readonly ClusterNode _served;

    private InProcessNode(int index, Node node, ClusterNode served)
        : base(index)
    {
        _node = node;
        _served = served;
    }

    public override NodeId Id => _node.Id;

    public NodeAddress Address => _node.Address;

    public static async Task<InProcessNode> StartAsync(
        NodeConfig config, NodeOptions options, CancellationToken cancellationToken)
    {
        Node node = await Node.StartAsync(options, cancellationToken);
        try
        {
            ClusterNode served = await ClusterNode.ServeAsync(node, config, cancellationToken);
            return new InProcessNode(config.Index, node, served);
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public override Task WaitForMembersAsync(int count, CancellationToken cancellationToken) =>
        _served.WaitForMembersAsync(count, cancellationToken);

    public override Task<long> PublishAsync(
        bool broadcast, int rumor, int payload, CancellationToken cancellationToken) =>
        _served.PublishAsync(broadcast, rumor, payload, cancellationToken);

    public override Task<long> WaitForRumorAsync(bool broadcast, int rumor, CancellationToken cancellationToken) =>
        _served.WaitForRumorAsync(broadcast, rumor, cancellationToken);

    public override Task<CallOutcome> CallAllAsync(CancellationToken cancellationToken) =>
        _served.CallAllAsync(cancellationToken);

    public override Task<NodeCounts> GetCountsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_served.GetCounts());

    public override Task<long> WaitUntilGoneAsync(IReadOnlyList<NodeId> ids, CancellationToken cancellationToken) =>
        _served.WaitUntilGoneAsync(ids, cancellationToken);

    public override void Kill() => _node.Abort();

    public override async Task<NodeStopResult> StopAsync()
    {
        try
        {
            await _node.DisposeAsync().AsTask().WaitAsync(StopGrace);
            return new NodeStopResult(NodeExitCode.Success, Forced: false);
        }
        catch (TimeoutException)
        {
            _node.Abort();
            return new NodeStopResult(NodeExitCode.Failure, Forced: true);
        }
    }

    public override ValueTask DisposeAsync() => _node.DisposeAsync();
}
