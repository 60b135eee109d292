using Cluster.Nodes;
using Cluster.Reports;

namespace Cluster.Phases;

/// <summary>Calls all nodes from random nodes, one call at a time.</summary>
internal sealed class CallPhase(RunContext context)
{
    private const int Calls = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<double> _times = [];
    private int _replies;

    /// <summary>Gets the figures of the calls made so far.</summary>
    public CallsReport Report => new(
        Statistics.Percentile(_times, 0.5),
        Statistics.Percentile(_times, 0.99),
        _replies,
        _times.Count * context.Nodes.Count);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using IDisposable step = context.Log.Begin($"Calling all nodes {Calls} times");
        await PhaseTimeout.RunAsync(Limit, CallAsync, cancellationToken);
        CallsReport report = Report;
        if (report.Replies != report.Expected)
        {
            context.Problems.Add($"calls: {report.Replies} of {report.Expected} replies");
        }

        context.Log.Done(
            $"{Calls} group calls, {report.Replies} of {report.Expected} replies, "
            + $"median {report.GroupCallMsP50:F2} ms");

        async Task CallAsync(CancellationToken token)
        {
            for (int i = 0; i < Calls; i++)
            {
                NodeHandle caller = context.Nodes[context.Random.NextInt32(context.Nodes.Count)];
                CallOutcome outcome = await caller.CallAllAsync(token);
                _times.Add(outcome.Milliseconds);
                _replies += outcome.Replies;
                context.Log.Progress(i + 1, Calls);
            }
        }
    }
}
