using System.Diagnostics;
using System.Globalization;

namespace NodeGroups.Experiments;

/// <summary>A node in this process and its child processes, one of which can be stopped by SIGSTOP.</summary>
internal sealed class StoppedCluster : IAsyncDisposable
{
    private static readonly CallOptions Patient = CallOptions.Default with { Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>A busy machine needs long for many processes at once, and how long is not measured here.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(10);

    private readonly Node _node;
    private readonly StoppedNode _self;
    private readonly IReadOnlyList<NodeProcess> _children;
    private int _published;
    private bool _isStopped;

    private StoppedCluster(Node node, StoppedNode self, IReadOnlyList<NodeProcess> children)
    {
        _node = node;
        _self = self;
        _children = children;
    }

    private NodeProcess Victim => _children[^1];

    public static async Task<StoppedCluster> StartAsync(
        int nodes, string strategy, TextWriter error, CancellationToken cancellationToken)
    {
        error.WriteLine($"starting {nodes} processes");
        NodeOptions options = new() { Name = "parent" };
        options.Processes.ChildLimit = nodes;
        Node node = await Node.StartAsync(options, cancellationToken);
        try
        {
            StoppedNode self = await StoppedNode.ServeAsync(node, strategy, cancellationToken);
            NodeProcessOptions child = new()
            {
                StartAction = StoppedNode.StartAction,
                StartArgument = strategy,
                StartTimeout = StartTimeout,
            };
            IReadOnlyList<NodeProcess> children = await node.SpawnManyAsync(nodes - 1, child, cancellationToken);
            await self.Group.WaitForMembersAsync(nodes, cancellationToken);
            return new StoppedCluster(node, self, children);
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the last child; it stays in every view until it is found out.</summary>
    public async Task StopVictimAsync()
    {
        _isStopped = true;
        await SignalAsync("-STOP");
    }

    /// <summary>Lets the stopped child go on, and waits until it is in the view again.</summary>
    public async Task ContinueVictimAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("-CONT");
        _isStopped = false;
        await _self.Group.WaitForMembersAsync(_children.Count + 1, cancellationToken);
    }

    /// <summary>Publishes rumors by all but the victim in turn, and waits for them there.</summary>
    public async Task<StoppedPart> SpreadAsync(
        int rumors, int interval, int payload, CancellationToken cancellationToken)
    {
        NodeProcess[] others = [.. _children.Where(child => child != Victim)];
        int first = _published;
        long[] stamps = new long[rumors];
        int? noticed = null;
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(interval));
        for (int i = 0; i < rumors; i++)
        {
            int turn = i % (others.Length + 1);
            stamps[i] = turn == 0
                ? await _self.PublishAsync(_published, payload, cancellationToken)
                : await _node.CallAsync(
                    others[turn - 1].Member, StoppedNode.Publish, [_published, payload], Patient, cancellationToken);
            _published++;
            noticed ??= _isStopped && !_self.Group.View.Contains(Victim.Id) ? i + 1 : null;
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        List<long[]> arrivals = [await _self.StampsAsync(first, rumors, cancellationToken)];
        foreach (NodeProcess child in others)
        {
            arrivals.Add(await _node.CallAsync(
                child.Member, StoppedNode.Stamps, [first, rumors], Patient, cancellationToken));
        }

        return new StoppedPart(
            [.. Enumerable.Range(0, rumors)
                .Where(i => arrivals.TrueForAll(node => node[i] != 0))
                .Select(i => Stopwatch.GetElapsedTime(stamps[i], arrivals.Max(node => node[i])).TotalMilliseconds)
                .Order()],
            noticed);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStopped)
        {
            await SignalAsync("-CONT");
            Victim.Kill();
        }

        await _node.DisposeAsync();
    }

    private async Task SignalAsync(string signal)
    {
        string id = Victim.ProcessId.ToString(CultureInfo.InvariantCulture);
        using Process kill = Process.Start("kill", [signal, id]);
        await kill.WaitForExitAsync();
    }
}
