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
        NodeHandle? last = null;
        context.Nodes.ForEach(context.Losses.Expect);
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

        NodeHandle[] forced = [.. context.Nodes.Where((_, i) => results[i].Forced)];
        if (forced.Length > 0)
        {
            context.Problems.Add($"stop: had to be forced: {string.Join(", ", forced.AsEnumerable())}");
        }

        foreach ((NodeStopResult result, int i) in results.Select((result, i) => (result, i)))
        {
            if (result is { Forced: false, ExitCode: not NodeExitCode.Success })
            {
                context.Problems.Add($"stop: {context.Nodes[i]} ended with exit code {result.ExitCode}");
            }
        }

        string of = forced.Length > 0 ? $"; forced: {string.Join(", ", forced.AsEnumerable())}"
            : last is null ? string.Empty : $", {last} last";
        context.Log.Done($"{count} nodes stopped in {elapsed:F0} ms{of}");
        return new StopReport(Statistics.Round(elapsed), forced.Length);

        async Task<NodeStopResult> StopAsync(NodeHandle node)
        {
            NodeStopResult result = await node.StopAsync();
            last = node;
            context.Log.Progress(Interlocked.Increment(ref stopped), count);
            return result;
        }
    }
}
