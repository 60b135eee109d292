using System.Diagnostics;
using Cluster.Nodes;
using Cluster.Reports;
using NodeGroups.Protocol;

namespace Cluster.Phases;

/// <summary>Starts the first node, then all others at once with the first as their seed node.</summary>
internal static class LaunchPhase
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    public static async Task<LaunchReport> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        int count = context.Arguments.Nodes;
        using IDisposable step = context.Log.Begin($"Launching {count} nodes");
        long start = Stopwatch.GetTimestamp();
        List<double> times = [];
        await PhaseTimeout.RunAsync("launch", Limit, token => LaunchAllAsync(context, times, token), cancellationToken);
        double total = Statistics.MillisecondsSince(start);
        context.Log.Done($"{count} nodes launched in {total:F0} ms");
        return new LaunchReport(Statistics.Round(total), Statistics.Percentile(times, 0.5));
    }

    private static async Task LaunchAllAsync(
        RunContext context, List<double> times, CancellationToken cancellationToken)
    {
        string clusterId = $"sample-{Environment.ProcessId}-{Stopwatch.GetTimestamp()}";
        NodeHandle first = await StartAsync(0, null);
        Task<NodeHandle>[] others =
            [.. Enumerable.Range(1, context.Arguments.Nodes - 1).Select(i => StartAsync(i, first.Address.ToString()))];
        try
        {
            await Task.WhenAll(others);
        }
        finally
        {
            context.Nodes.Sort((left, right) => left.Index.CompareTo(right.Index));
        }

        async Task<NodeHandle> StartAsync(int index, string? seedAddress)
        {
            DeterministicRandom random = new DeterministicRandom(context.Arguments.Seed).Split((ulong)index);
            NodeConfig config = new(
                index,
                clusterId,
                seedAddress,
                random.NextUInt64(),
                context.Arguments.Strategy,
                context.Arguments.Fanout);
            long start = Stopwatch.GetTimestamp();
            NodeHandle node = context.Arguments.Mode == ClusterMode.InProcess
                ? await InProcessNode.StartAsync(config, context.Note, cancellationToken)
                : await ProcessNode.StartAsync(config, context.Note, cancellationToken);
            lock (context.Nodes)
            {
                times.Add(Statistics.MillisecondsSince(start));
                context.Nodes.Add(node);
                context.Log.Progress(context.Nodes.Count, context.Arguments.Nodes);
            }

            return node;
        }
    }
}
