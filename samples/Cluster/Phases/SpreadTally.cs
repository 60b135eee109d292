using Cluster.Nodes;
using Cluster.Reports;

namespace Cluster.Phases;

/// <summary>What the measured rumors of one group came to.</summary>
internal sealed class SpreadTally(RunContext context, bool broadcast)
{
    private const int MissesTolerated = 3;

    private readonly List<double> _lastDeliveries = [];
    private double? _first;
    private NodeCounts _total = NodeCounts.None;
    private long _busiest;
    private long _duplicates;
    private int _misses;
    private long _delivered;
    private int _measured;

    /// <summary>Gets a value indicating whether the rumors are sent to everybody.</summary>
    public bool IsBroadcast { get; } = broadcast;

    public string Name { get; } = broadcast ? Strategies.Broadcast : context.Arguments.Strategy;

    /// <summary>Gets a value indicating whether so many rumors were missed that further ones tell nothing.</summary>
    public bool IsHopeless => _misses > MissesTolerated;

    /// <summary>Gets the figures so far; null before the first measured rumor.</summary>
    public SpreadReport? Report { get; private set; }

    /// <summary>Takes in how long the very first rumor took.</summary>
    public void NoteFirst(double lastDelivery) => _first = Statistics.Round(lastDelivery);

    /// <summary>Takes in a rumor that did not come everywhere.</summary>
    public void Miss(int delivered, bool measured)
    {
        _misses++;
        _delivered += measured ? delivered : 0;
        _measured += measured ? 1 : 0;
    }

    /// <summary>Takes in a measured rumor that came everywhere, and what it cost each node.</summary>
    public void Note(double lastDelivery, NodeCounts[] spent)
    {
        _measured++;
        _delivered += spent.Length;
        _lastDeliveries.Add(lastDelivery);
        _total = spent.Aggregate(_total, (sum, counts) => sum + counts);
        _busiest = Math.Max(_busiest, spent.Max(counts => counts.PayloadsSent));
        NoteDuplicates(_total);
    }

    /// <summary>Ends with what the nodes counted from the first rumor to the last, and tells what is wrong.</summary>
    public void End(NodeCounts all)
    {
        NoteDuplicates(all);
        SpreadReport report = Report!;
        if (report.Coverage < 1 || _misses > 0)
        {
            context.Problems.Add($"{Name}: {report.Delivered} of {report.Expected} deliveries");
        }

        if (report.DuplicateDeliveries > 0)
        {
            context.Problems.Add($"{Name}: {report.DuplicateDeliveries} duplicate deliveries");
        }

        context.Log.Done(
            $"{Name}: {report.Rumors} rumors, {report.Delivered} of {report.Expected} deliveries, "
            + $"the last after {report.LastDeliveryMsP50:F2} ms (median)");
    }

    private void NoteDuplicates(NodeCounts counts)
    {
        _duplicates = IsBroadcast ? counts.BroadcastDuplicates : counts.GossipDuplicates;
        Report = CreateReport();
    }

    private SpreadReport CreateReport()
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
            DuplicateDeliveries = (int)_duplicates,
            LastDeliveryMsP50 = Statistics.Percentile(_lastDeliveries, 0.5),
            LastDeliveryMsP99 = Statistics.Percentile(_lastDeliveries, 0.99),
            PayloadsPerDelivery = received == 0 ? null : Statistics.Round((double)_total.PayloadsReceived / received),
            MaxSendsPerNode = _busiest,
            FirstMs = _first,
        };
    }
}
