using System.Diagnostics;
using Cluster.Reports;

namespace Cluster.Phases;

/// <summary>Lets all nodes leave and end at once; what has to be forced counts as an orphan.</summary>
internal static class StopPhase
{
    public static async Task<StopReport> RunAsync(RunContext context)
    {
        int count = context.Nodes.Count;
        using IDisposable step = context.Log.Begin($"Stopping {count} nodes");
        long start = Stopwatch.GetTimestamp();
        bool[] stopped = await Task.WhenAll(context.Nodes.Select(node => node.StopAsync()));
        double elapsed = Statistics.MillisecondsSince(start);
        foreach (Nodes.NodeHandle node in context.Nodes)
        {
            await node.DisposeAsync();
        }

        int orphans = stopped.Count(graceful => !graceful);
        if (orphans > 0)
        {
            context.Problems.Add($"stop: {orphans} nodes had to be forced");
        }

        context.Log.Done($"{count} nodes stopped in {elapsed:F0} ms");
        return new StopReport(Statistics.Round(elapsed), orphans);
    }
}
