using System.Diagnostics;
using Cluster.Reports;

namespace Cluster.Phases;

/// <summary>Waits until all see all, in <c>all</c> and in both groups; counted from the end of the launch.</summary>
internal static class ConvergePhase
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<ConvergeReport> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        int count = context.Nodes.Count;
        using IDisposable step = context.Log.Begin("Waiting until every node sees every other");
        long start = Stopwatch.GetTimestamp();
        int converged = 0;
        await PhaseTimeout.RunAsync(
            Limit,
            token => Task.WhenAll(context.Nodes.Select(node => WaitAsync(node, token))),
            cancellationToken);
        double elapsed = Statistics.MillisecondsSince(start);
        context.Log.Done($"all {count} see all after {elapsed:F0} ms more");
        return new ConvergeReport(Statistics.Round(elapsed));

        async Task WaitAsync(Nodes.NodeHandle node, CancellationToken token)
        {
            await node.WaitForMembersAsync(count, token);
            context.Log.Progress(Interlocked.Increment(ref converged), count);
        }
    }
}
