using System.Diagnostics;
using NodeGroups;

namespace Cluster.Nodes;

/// <summary>What a node of the run does: handles the call, joins both groups, notes every delivery.</summary>
internal sealed class ClusterNode
{
    private readonly NodeConfig _config;
    private readonly INode _node;
    private readonly RumorLog _gossiped = new();
    private readonly RumorLog _broadcasted = new();
    private IGroup _gossip = null!;
    private IGroup _broadcast = null!;

    private ClusterNode(NodeConfig config, INode node)
    {
        _config = config;
        _node = node;
    }

    public NodeId Id => _node.Id;

    public static async Task<ClusterNode> ServeAsync(
        INode node, NodeConfig config, CancellationToken cancellationToken)
    {
        ClusterNode served = new(config, node);
        node.Handle(ClusterMessages.Greet, (greeting, _, _) => ValueTask.FromResult(greeting));
        GroupOptions options = Strategies.CreateOptions(config.Strategy, config.Fanout);
        served._gossip = await node.JoinAsync(ClusterMessages.GossipGroup, options, cancellationToken);
        served._broadcast = await node.JoinAsync(
            ClusterMessages.BroadcastGroup,
            options with { Strategy = GossipStrategies.Broadcast },
            cancellationToken);
        served.Listen(served._gossip, served._gossiped);
        served.Listen(served._broadcast, served._broadcasted);
        return served;
    }

    public async Task WaitForMembersAsync(int count, CancellationToken cancellationToken)
    {
        int all = count + _config.Coordinators;
        await _node.All.WaitForViewAsync(view => view.Members.Count == all, cancellationToken);
        await _gossip.WaitForViewAsync(view => view.Members.Count == count, cancellationToken);
        await _broadcast.WaitForViewAsync(view => view.Members.Count == count, cancellationToken);
    }

    public async Task<long> PublishAsync(bool broadcast, int rumor, int payload, CancellationToken cancellationToken)
    {
        RunRumor value = RunRumor.Create(rumor, payload);
        long stamp = Stopwatch.GetTimestamp();
        await (broadcast ? _broadcast : _gossip).GossipAsync(ClusterMessages.Rumors, value, cancellationToken);
        return stamp;
    }

    public Task<long> WaitForRumorAsync(bool broadcast, int rumor, CancellationToken cancellationToken) =>
        (broadcast ? _broadcasted : _gossiped).WaitAsync(rumor, cancellationToken);

    /// <summary>Calls every member of the gossip group: all nodes of the run.</summary>
    public async Task<CallOutcome> CallAllAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        GroupReply<Greeting> reply = await _gossip.CallAllAsync(
            ClusterMessages.Greet, new Greeting(_config.Name), cancellationToken: cancellationToken);
        return new CallOutcome(Statistics.MillisecondsSince(start), reply.RepliedCount);
    }

    public NodeCounts GetCounts()
    {
        NodeTotals totals = _node.GetStatus().Totals;
        return new NodeCounts(
            totals.RumorsPublished,
            totals.RumorsDelivered,
            totals.RumorsRedundant,
            totals.PayloadsSent,
            _gossiped.Duplicates,
            _broadcasted.Duplicates);
    }

    public async Task<long> WaitUntilGoneAsync(IReadOnlyList<NodeId> ids, CancellationToken cancellationToken)
    {
        await _node.All.WaitForViewAsync(view => !ids.Any(view.Contains), cancellationToken);
        return Stopwatch.GetTimestamp();
    }

    private void Listen(IGroup group, RumorLog log)
    {
        ISubscription<RunRumor> subscription = group.Subscribe(ClusterMessages.Rumors);
        _ = ReadAsync();

        // The stream ends with the node.
        async Task ReadAsync()
        {
            await foreach (Rumor<RunRumor> rumor in subscription)
            {
                log.Note(rumor.Value.Number, Stopwatch.GetTimestamp());
            }
        }
    }
}
