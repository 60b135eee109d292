using System.Diagnostics;
using Cluster.Nodes;
using Cluster.Reports;
using NodeGroups;
using NodeGroups.Protocol;

namespace Cluster.Phases;

/// <summary>
/// Starts the nodes in parallel: in this process with the first as seed node of the others, or as children of a node
/// that coordinates and takes no part.
/// </summary>
internal static class LaunchPhase
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    public static async Task<LaunchReport> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        int count = context.Arguments.Nodes;
        using IDisposable step = context.Log.Begin($"Launching {count} nodes");
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<double> times = [];
        await PhaseTimeout.RunAsync(LimitOf(count) + Slack, LaunchAsync, cancellationToken);
        double total = Statistics.MillisecondsSince(start);
        context.Log.Done($"{count} nodes launched in {total:F0} ms");
        return new LaunchReport(Statistics.Round(total), Statistics.Percentile(times, 0.5));

        async Task LaunchAsync(CancellationToken token) =>
            times = context.Arguments.Mode == ClusterMode.InProcess
                ? await StartHereAsync(context, token)
                : await SpawnAsync(context, token);
    }

    private static async Task<IReadOnlyList<double>> StartHereAsync(
        RunContext context, CancellationToken cancellationToken)
    {
        List<double> times = [];
        string clusterId = CreateClusterId();
        InProcessNode first = await StartAsync(0, null);
        try
        {
            await Task.WhenAll(
                Enumerable.Range(1, context.Arguments.Nodes - 1).Select(i => StartAsync(i, first.Address)));
        }
        finally
        {
            context.Nodes.Sort((left, right) => left.Index.CompareTo(right.Index));
        }

        return times;

        async Task<InProcessNode> StartAsync(int index, NodeAddress? seed)
        {
            NodeConfig config = CreateConfig(context, index, coordinators: 0);
            NodeOptions options = new()
            {
                Name = config.Name,
                ClusterId = clusterId,
                RandomSeed = SeedOf(context, index),
            };
            if (seed is { } address)
            {
                options.Seeds.Add(address);
            }

            long start = Stopwatch.GetTimestamp();
            InProcessNode node = await InProcessNode.StartAsync(config, options, cancellationToken);
            lock (context.Nodes)
            {
                times.Add(Statistics.MillisecondsSince(start));
                context.Nodes.Add(node);
                context.Log.Progress(context.Nodes.Count, context.Arguments.Nodes);
            }

            return node;
        }
    }

    /// <summary>Gets how long one node may take, all being started at once: far more than a slow machine needs. The
    /// step has a little longer, so that a node that never comes up is named.</summary>
    private static TimeSpan LimitOf(int nodes) => TimeSpan.FromSeconds(20 + (2 * nodes));

    /// <summary>Complete when every child is up, verified, and in the view of every other.</summary>
    private static async Task<IReadOnlyList<double>> SpawnAsync(RunContext context, CancellationToken cancellationToken)
    {
        int count = context.Arguments.Nodes;
        NodeOptions options = new() { Name = "coordinator", ClusterId = CreateClusterId() };
        options.Processes.ChildLimit = count;
        context.Coordinator = await Node.StartAsync(options, cancellationToken);
        using CancellationTokenRegistration givenUp = cancellationToken.UnsafeRegister(
            static census => ((ChildCensus)census!).GiveUp(), context.Children);
        using CancellationTokenSource watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watch = WatchAsync(context, context.Coordinator, watching.Token);
        try
        {
            IReadOnlyList<NodeProcess> children = await context.Coordinator.All.SpawnManyAsync(
                [.. Enumerable.Range(0, count).Select(index => CreateProcess(context, index))], cancellationToken);
            context.Nodes.AddRange(children.Select((child, i) => new ProcessNode(i, context.Coordinator, child)));
            context.Nodes.ForEach(context.Losses.Watch);
            return [.. children.Select(child => child.StartDuration.TotalMilliseconds)];
        }
        finally
        {
            await watching.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static NodeProcessOptions CreateProcess(RunContext context, int index)
    {
        NodeConfig config = CreateConfig(context, index, coordinators: 1);
        return new NodeProcessOptions
        {
            Name = config.Name,
            FileName = context.Arguments.Host,
            StartAction = NodeCommands.StartAction,
            StartArgument = config.ToString(),
            Environment = ChildEnvironment.Create(),
            RandomSeed = SeedOf(context, index),
            StartTimeout = LimitOf(context.Arguments.Nodes),
            Launcher = context.Children,
            Output = line => Console.Error.WriteLine(line),
        };
    }

    private static async Task WatchAsync(RunContext context, Node coordinator, CancellationToken cancellationToken)
    {
        await foreach (GroupViewChange change in coordinator.All.WatchAsync(cancellationToken))
        {
            context.Log.Progress(change.Current.Members.Count - 1, context.Arguments.Nodes);
        }
    }

    private static NodeConfig CreateConfig(RunContext context, int index, int coordinators) =>
        new(index, coordinators, context.Arguments.Strategy, context.Arguments.Fanout);

    private static ulong SeedOf(RunContext context, int index) =>
        new DeterministicRandom(context.Arguments.Seed).Split((ulong)index).NextUInt64();

    private static string CreateClusterId() => $"sample-{Environment.ProcessId}-{Stopwatch.GetTimestamp()}";
}
