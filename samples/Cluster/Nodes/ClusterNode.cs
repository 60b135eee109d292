using System.Diagnostics;
using NodeGroups;

namespace Cluster.Nodes;

/// <summary>A node of the run with what it does: handles the call, joins both groups, notes every delivery.</summary>
internal sealed class ClusterNode
{
    private readonly NodeConfig _config;
    private readonly Node _node;
    private readonly Action<Delivery> _onDelivery;
    private readonly List<IAsyncDisposable> _subscriptions = [];
    private readonly List<Task> _readers = [];
    private IGroup _gossip = null!;
    private IGroup _broadcast = null!;

    private ClusterNode(NodeConfig config, Node node, Action<Delivery> onDelivery)
    {
        _config = config;
        _node = node;
        _onDelivery = onDelivery;
    }

    public NodeId Id => _node.Id;

    public NodeAddress Address => _node.Address;

    public static async Task<ClusterNode> StartAsync(
        NodeConfig config, Action<Delivery> onDelivery, CancellationToken cancellationToken)
    {
        NodeOptions options = NodeOptions.Lan();
        options.Name = config.Name;
        options.Listen = NodeAddress.Loopback();
        options.ClusterId = config.ClusterId;
        options.RandomSeed = config.RandomSeed;
        if (config.SeedAddress is not null)
        {
            options.Seeds.Add(NodeAddress.Parse(config.SeedAddress));
        }

        Node node = await Node.StartAsync(options, cancellationToken);
        ClusterNode started = new(config, node, onDelivery);
        try
        {
            await started.ServeAsync(cancellationToken);
            return started;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async Task WaitForMembersAsync(int count, CancellationToken cancellationToken)
    {
        foreach (IGroup group in new[] { _node.All, _gossip, _broadcast })
        {
            await group.WaitForViewAsync(view => view.Members.Count == count, cancellationToken);
        }
    }

    public async Task<long> PublishAsync(bool broadcast, int rumor, int payload, CancellationToken cancellationToken)
    {
        RunRumor value = RunRumor.Create(rumor, payload);
        long stamp = Stopwatch.GetTimestamp();
        await (broadcast ? _broadcast : _gossip).GossipAsync(ClusterMessages.Rumors, value, cancellationToken);
        return stamp;
    }

    public async Task<CallOutcome> CallAllAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        GroupReply<Greeting> reply = await _node.All.CallAllAsync(
            ClusterMessages.Greet, new Greeting(_config.Name), cancellationToken: cancellationToken);
        return new CallOutcome(Statistics.MillisecondsSince(start), reply.RepliedCount);
    }

    public NodeCounts GetCounts()
    {
        NodeTotals totals = _node.GetStatus().Totals;
        return new NodeCounts(
            totals.RumorsPublished, totals.RumorsDelivered, totals.RumorsRedundant, totals.PayloadsSent);
    }

    public async Task<long> WaitUntilGoneAsync(IReadOnlyList<NodeId> ids, CancellationToken cancellationToken)
    {
        await _node.All.WaitForViewAsync(view => !ids.Any(view.Contains), cancellationToken);
        return Stopwatch.GetTimestamp();
    }

    public void Abort() => _node.Abort();

    public async Task StopAsync()
    {
        await _node.DisposeAsync();
        foreach (IAsyncDisposable subscription in _subscriptions)
        {
            await subscription.DisposeAsync();
        }

        await Task.WhenAll(_readers);
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        _node.Handle(ClusterMessages.Greet, (greeting, _, _) => ValueTask.FromResult(greeting));
        GroupOptions options = Strategies.CreateOptions(_config.Strategy, _config.Fanout);
        _gossip = await _node.JoinAsync(ClusterMessages.GossipGroup, options, cancellationToken);
        _broadcast = await _node.JoinAsync(
            ClusterMessages.BroadcastGroup,
            options with { Strategy = GossipStrategies.Broadcast },
            cancellationToken);
        Listen(_gossip, broadcast: false);
        Listen(_broadcast, broadcast: true);
    }

    private void Listen(IGroup group, bool broadcast)
    {
        ISubscription<RunRumor> subscription = group.Subscribe(ClusterMessages.Rumors);
        _subscriptions.Add(subscription);
        _readers.Add(ReadAsync(subscription, broadcast));
    }

    private async Task ReadAsync(ISubscription<RunRumor> subscription, bool broadcast)
    {
        await foreach (Rumor<RunRumor> rumor in subscription)
        {
            _onDelivery(new Delivery(_config.Index, broadcast, rumor.Value.Number, Stopwatch.GetTimestamp()));
        }
    }
}
