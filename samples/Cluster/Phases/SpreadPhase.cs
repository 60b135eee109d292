using Cluster.Nodes;
using Cluster.Reports;

namespace Cluster.Phases;

/// <summary>Publishes rumors from random nodes, one at a time, and waits until every node has each.</summary>
internal sealed class SpreadPhase(RunContext context, bool broadcast)
{
    /// <summary>Rumors before the measured ones: connections are dialled and code is compiled by then. The first is
    /// told apart.</summary>
    public const int WarmUpRumors = 3;

    private const int MissesTolerated = 3;

    private static readonly TimeSpan RumorLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LateLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(1);

    private readonly List<double> _lastDeliveries = [];
    private double? _first;
    private NodeCounts _total = NodeCounts.None;
    private long _busiest;
    private int _misses;
    private long _delivered;
    private int _measured;

    /// <summary>Gets the figures of the rumors measured so far; null before the first.</summary>
    public SpreadReport? Report { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int rumors = context.Arguments.Rumors;
        string name = broadcast ? Strategies.Broadcast : context.Arguments.Strategy;
        using IDisposable step = context.Log.Begin($"Spreading {rumors} rumors by {name}");
        NodeCounts[] first = await CountAsync(cancellationToken);
        for (int i = 0; i < rumors + WarmUpRumors && _misses <= MissesTolerated; i++)
        {
            int rumor = i;
            await PhaseTimeout.RunAsync(
                StepLimit, token => SpreadAsync(rumor, rumor >= WarmUpRumors, token), cancellationToken);
            context.Log.Progress(i + 1, rumors + WarmUpRumors);
        }

        NodeCounts[] last = await CountAsync(cancellationToken);
        long duplicates = last.Sum(counts => counts.Duplicates) - first.Sum(counts => counts.Duplicates);
        SpreadReport report = CreateReport(duplicates);
        Report = report;
        if (report.Coverage < 1 || _misses > 0)
        {
            context.Problems.Add($"{name}: {report.Delivered} of {report.Expected} deliveries");
        }

        if (report.DuplicateDeliveries > 0)
        {
            context.Problems.Add($"{name}: {report.DuplicateDeliveries} duplicate deliveries");
        }

        context.Log.Done(
            $"{name}: {rumors} rumors, {report.Delivered} of {report.Expected} deliveries, "
            + $"the last after {report.LastDeliveryMsP50:F2} ms (median)");
    }

    private async Task SpreadAsync(int rumor, bool measured, CancellationToken cancellationToken)
    {
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
            _misses++;
            await waiting.CancelAsync();
            await ((Task)complete).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _delivered += measured ? deliveries.Count(delivery => delivery.IsCompletedSuccessfully) : 0;
            _measured += measured ? 1 : 0;
            return;
        }

        double lastDelivery = Statistics.Milliseconds(start, complete.Result.Max());
        _first = rumor == 0 ? Statistics.Round(lastDelivery) : _first;
        NodeCounts[] spent = await SettleAsync(before, cancellationToken);
        if (measured)
        {
            _measured++;
            _delivered += deliveries.Length;
            _lastDeliveries.Add(lastDelivery);
            _total = spent.Aggregate(_total, (sum, counts) => sum + counts);
            _busiest = Math.Max(_busiest, spent.Max(counts => counts.PayloadsSent));
            long again = spent.Sum(counts => counts.Duplicates);
            Report = CreateReport(again + (Report?.DuplicateDeliveries ?? 0));
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
            NodeCounts[] after = await CountAsync(cancellationToken);
            NodeCounts[] spent = [.. after.Zip(before, (now, then) => now - then)];
            NodeCounts sum = spent.Aggregate((left, right) => left + right);
            if (sum.PayloadsSent == sum.PayloadsReceived
                || Statistics.MillisecondsSince(start) > SettleLimit.TotalMilliseconds)
            {
                return spent;
            }

            await Task.Yield();
        }
    }

    private async Task<NodeCounts[]> CountAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(context.Nodes.Select(node => node.GetCountsAsync(cancellationToken)));

    private SpreadReport CreateReport(long duplicates)
    {
        long expected = (long)_measured * context.Nodes.Count;
        long received = _total.Delivered - _total.Published;
        return new SpreadReport
        {
            Rumors = _measured,
            Requested = context.Arguments.Rumors,
            Expected = expected,
            Delivered = _delivered,
            Coverage = expected == 0 ? 0 : (double)_delivered / expected,
            DuplicateDeliveries = (int)duplicates,
            LastDeliveryMsP50 = Statistics.Percentile(_lastDeliveries, 0.5),
            LastDeliveryMsP99 = Statistics.Percentile(_lastDeliveries, 0.99),
            PayloadsPerDelivery = received == 0 ? null : Statistics.Round((double)_total.PayloadsReceived / received),
            MaxSendsPerNode = _busiest,
            FirstMs = _first,
        };
    }
}
