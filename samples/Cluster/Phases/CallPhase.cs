using Cluster.Nodes;
using Cluster.Reports;

namespace Cluster.Phases;

/// <summary>Calls all nodes from random nodes, one call at a time.</summary>
internal static class CallPhase
{
    private const int Calls = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<CallsReport> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        using IDisposable step = context.Log.Begin($"Calling all nodes {Calls} times");
        List<double> times = [];
        int replies = 0;
        await PhaseTimeout.RunAsync(Limit, CallAsync, cancellationToken);
        int expected = Calls * context.Nodes.Count;
        if (replies != expected)
        {
            context.Problems.Add($"calls: {replies} of {expected} replies");
        }

        CallsReport report = new(
            Statistics.Percentile(times, 0.5), Statistics.Percentile(times, 0.99), replies, expected);
        context.Log.Done($"{Calls} group calls, {replies} of {expected} replies, median {report.GroupCallMsP50:F2} ms");
        return report;

        async Task CallAsync(CancellationToken token)
        {
            for (int i = 0; i < Calls; i++)
            {
                NodeHandle caller = context.Nodes[context.Random.NextInt32(context.Nodes.Count)];
                CallOutcome outcome = await caller.CallAllAsync(token);
                times.Add(outcome.Milliseconds);
                replies += outcome.Replies;
                context.Log.Progress(i + 1, Calls);
            }
        }
    }
}
