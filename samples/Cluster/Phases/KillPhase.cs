using System.Diagnostics;
using Cluster.Nodes;
using Cluster.Reports;
using NodeGroups;

namespace Cluster.Phases;

/// <summary>Kills random nodes without farewell and waits until no survivor has them in view.</summary>
internal static class KillPhase
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<KillReport> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        int count = context.Arguments.Kill;
        if (count == 0)
        {
            return new KillReport(0, 0);
        }

        using IDisposable step = context.Log.Begin($"Killing {count} of {context.Nodes.Count} nodes");
        NodeHandle[] shuffled = [.. context.Nodes];
        context.Random.Shuffle<NodeHandle>(shuffled);
        NodeHandle[] victims = shuffled[..count];
        NodeId[] ids = [.. victims.Select(victim => victim.Id)];
        context.Nodes.RemoveAll(victims.Contains);

        double elapsed = 0;
        await PhaseTimeout.RunAsync(Limit, KillAsync, cancellationToken);
        context.Log.Done($"{count} killed, known to all {context.Nodes.Count} others after {elapsed:F0} ms");
        return new KillReport(count, Statistics.Round(elapsed));

        async Task KillAsync(CancellationToken token)
        {
            Task<long[]> noticed =
                Task.WhenAll(context.Nodes.Select(node => node.WaitUntilGoneAsync(ids, token)));
            long start = Stopwatch.GetTimestamp();
            foreach (NodeHandle victim in victims)
            {
                context.Losses.Expect(victim);
                victim.Kill();
            }

            elapsed = Statistics.Milliseconds(start, (await noticed).Max());
            foreach (NodeHandle victim in victims)
            {
                await victim.DisposeAsync();
            }
        }
    }
}
