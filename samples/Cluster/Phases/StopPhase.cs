using System.Diagnostics;
using Cluster.Nodes;
using Cluster.Reports;
using NodeGroups;

namespace Cluster.Phases;

/// <summary>Lets all nodes leave and end at once; what has to be forced counts as an orphan, and what ends with another
/// exit code than 0 as a problem.</summary>
internal static class StopPhase
{
    public static async Task<StopReport> RunAsync(RunContext context)
    {
        int count = context.Nodes.Count;
        using IDisposable step = context.Log.Begin($"Stopping {count} nodes");
        long start = Stopwatch.GetTimestamp();
        int stopped = 0;
        NodeStopResult[] results = await Task.WhenAll(context.Nodes.Select(StopAsync));
        double elapsed = Statistics.MillisecondsSince(start);
        foreach (NodeHandle node in context.Nodes)
        {
            await node.DisposeAsync();
        }

        if (context.Coordinator is { } coordinator)
        {
            await coordinator.DisposeAsync();
        }

        int orphans = results.Count(result => result.Forced);
        if (orphans > 0)
        {
            context.Problems.Add($"stop: {orphans} nodes had to be forced");
        }

        foreach ((NodeStopResult result, int i) in results.Select((result, i) => (result, i)))
        {
            if (result is { Forced: false, ExitCode: not NodeExitCode.Success })
            {
                context.Problems.Add($"stop: n{context.Nodes[i].Index} ended with exit code {result.ExitCode}");
            }
        }

        context.Log.Done($"{count} nodes stopped in {elapsed:F0} ms");
        return new StopReport(Statistics.Round(elapsed), orphans);

        async Task<NodeStopResult> StopAsync(NodeHandle node)
        {
            NodeStopResult result = await node.StopAsync();
            context.Log.Progress(Interlocked.Increment(ref stopped), count);
            return result;
        }
    }
}
