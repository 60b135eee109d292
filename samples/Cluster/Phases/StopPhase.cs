using System.Diagnostics;
using Cluster.Nodes;
using Cluster.Reports;
using NodeGroups;

namespace Cluster.Phases;

/// <summary>Lets all nodes leave and end at once; what has to be forced counts as an orphan, and what ends with another
/// exit code than 0 as a problem.</summary>
internal static class StopPhase
{
    /// <param name="context">The run.</param>
    /// <param name="told">The name of the node whose end has been told already; null when there is none.</param>
    public static async Task<StopReport> RunAsync(RunContext context, string? told)
    {
        if (context.Nodes.Count == 0 && context.Children.GivenUp is { } givenUp)
        {
            return await EndLaunchAsync(context, givenUp);
        }

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

        await StopCoordinatorAsync(context);
        NodeHandle[] forced = [.. context.Nodes.Where((_, i) => results[i].Forced)];
        if (forced.Length > 0)
        {
            context.Problems.Add($"stop: had to be forced: {string.Join(", ", forced.AsEnumerable())}");
        }

        foreach ((NodeStopResult result, int i) in results.Select((result, i) => (result, i)))
        {
            if (result is { Forced: false, ExitCode: not NodeExitCode.Success } && context.Nodes[i].Name != told)
            {
                context.Problems.Add($"stop: {context.Nodes[i]} ended with exit code {result.ExitCode}");
            }
        }

        int[] left = FindLeft(context);
        string of = forced.Length > 0 ? $"; forced: {string.Join(", ", forced.AsEnumerable())}"
            : last is null ? string.Empty : $", {last} last";
        context.Log.Done($"{count} nodes stopped in {elapsed:F0} ms{of}");
        return new StopReport(Statistics.Round(elapsed), forced.Length + left.Length, count);

        async Task<NodeStopResult> StopAsync(NodeHandle node)
        {
            NodeStopResult result = await node.StopAsync();
            last = node;
            context.Log.Progress(Interlocked.Increment(ref stopped), count);
            return result;
        }
    }

    /// <summary>The library has ended the children of a launch that was given up; this tells of them.</summary>
    private static async Task<StopReport> EndLaunchAsync(RunContext context, long givenUp)
    {
        int started = context.Children.Started;
        using IDisposable step = context.Log.Begin($"Ending the {started} processes of the launch");
        double elapsed = Statistics.MillisecondsSince(givenUp);
        await StopCoordinatorAsync(context);
        int[] left = FindLeft(context);
        context.Log.Done(
            $"launch given up: {started} of {context.Arguments.Nodes} processes had been started, "
            + $"{started - left.Length} ended within {elapsed:F0} ms");
        return new StopReport(Statistics.Round(elapsed), left.Length, started);
    }

    private static async Task StopCoordinatorAsync(RunContext context)
    {
        if (context.Coordinator is { } coordinator)
        {
            await coordinator.DisposeAsync();
        }
    }

    private static int[] FindLeft(RunContext context)
    {
        int[] left = context.Children.Running;
        if (left.Length > 0)
        {
            context.Problems.Add($"stop: still running: processes {string.Join(", ", left)}");
        }

        return left;
    }
}
