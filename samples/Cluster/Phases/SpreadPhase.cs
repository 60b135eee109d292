using Cluster.Nodes;

namespace Cluster.Phases;

/// <summary>Publishes rumors from random nodes, one at a time, and waits until every node has each.</summary>
/// <remarks>
/// Gossip and broadcast take turns: one after the other, the first would run while the runtime still compiles, the
/// second with what the first has warmed up, and each with what else the machine does in its minute.
/// </remarks>
internal sealed class SpreadPhase(RunContext context)
{
    /// <summary>Rumors of each group before the measured ones. The very first is told apart.</summary>
    public const int WarmUpRumors = 3;

    private static readonly TimeSpan RumorLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LateLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(1);

    /// <summary>Gets what the rumors by the strategy under test came to so far.</summary>
    public SpreadTally Gossip { get; } = new(context, broadcast: false);

    /// <summary>Gets what those sent to everybody came to so far.</summary>
    public SpreadTally Broadcast { get; } = new(context, broadcast: true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int rumors = context.Arguments.Rumors;
        SpreadTally[] tallies = [Gossip, Broadcast];
        using IDisposable step =
            context.Log.Begin($"Spreading {rumors} rumors by {Gossip.Name} and {rumors} by {Broadcast.Name}");
        NodeCounts[] first = await CountAsync(cancellationToken);
        for (int i = 0; i < rumors + WarmUpRumors; i++)
        {
            int rumor = i;
            foreach (SpreadTally tally in tallies.Where(tally => !tally.IsHopeless))
            {
                await PhaseTimeout.RunAsync(
                    StepLimit, token => SpreadAsync(tally, rumor, token), cancellationToken);
            }

            context.Log.Progress(i + 1, rumors + WarmUpRumors);
        }

        NodeCounts all = Sum(Spent(first, await CountAsync(cancellationToken)));
        foreach (SpreadTally tally in tallies)
        {
            tally.End(all);
        }
    }

    private async Task SpreadAsync(SpreadTally tally, int rumor, CancellationToken cancellationToken)
    {
        bool broadcast = tally.IsBroadcast;
        bool measured = rumor >= WarmUpRumors;
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<long>[] deliveries =
            [.. context.Nodes.Select(node => node.WaitForRumorAsync(broadcast, rumor, waiting.Token))];

        // When the counts are there, every node has also been asked to wait: the rumor meets no other traffic.
        NodeCounts[] before = await CountAsync(cancellationToken);
        NodeHandle origin = context.Nodes[context.Random.NextInt32(context.Nodes.Count)];
        long start = await origin.PublishAsync(broadcast, rumor, context.Arguments.Payload, cancellationToken);
        Task<long[]> complete = Task.WhenAll(deliveries);
        try
        {
            await WaitAsync(complete, deliveries, rumor, cancellationToken);
        }
        catch (TimeoutException)
        {
            await waiting.CancelAsync();
            await ((Task)complete).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            tally.Miss(deliveries.Count(delivery => delivery.IsCompletedSuccessfully), measured);
            return;
        }

        double lastDelivery = Statistics.Milliseconds(start, complete.Result.Max());
        NodeCounts[] spent = await SettleAsync(before, cancellationToken);
        if (measured)
        {
            tally.Note(lastDelivery, spent);
        }
        else if (rumor == 0)
        {
            tally.NoteFirst(lastDelivery);
        }
    }

    /// <summary>Waits for all deliveries; tells who lacks the rumor when it is late.</summary>
    private async Task WaitAsync(
        Task complete, Task<long>[] deliveries, int rumor, CancellationToken cancellationToken)
    {
        await complete.WaitAsync(LateLimit, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!complete.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            NodeHandle[] missing = [.. context.Nodes.Where((_, i) => !deliveries[i].IsCompleted)];
            context.Log.Note(
                $"rumor {rumor} is late, after {LateLimit.TotalSeconds:F0} s not at "
                + string.Join(", ", missing.AsEnumerable()));
        }

        await complete.WaitAsync(RumorLimit - LateLimit, cancellationToken);
    }

    /// <summary>Counts what the rumor cost, once what was sent has also been received.</summary>
    private async Task<NodeCounts[]> SettleAsync(NodeCounts[] before, CancellationToken cancellationToken)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            NodeCounts[] spent = Spent(before, await CountAsync(cancellationToken));
            NodeCounts sum = Sum(spent);
            if (sum.PayloadsSent == sum.PayloadsReceived
                || Statistics.MillisecondsSince(start) > SettleLimit.TotalMilliseconds)
            {
                return spent;
            }

            await Task.Yield();
        }
    }

    private static NodeCounts[] Spent(NodeCounts[] before, NodeCounts[] after) =>
        [.. after.Zip(before, (now, then) => now - then)];

    private static NodeCounts Sum(NodeCounts[] counts) => counts.Aggregate((left, right) => left + right);

    private async Task<NodeCounts[]> CountAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(context.Nodes.Select(node => node.GetCountsAsync(cancellationToken)));
}
