using System.Text.Json.Serialization;

namespace NodeGroups.Benchmarks.Clusters;

/// <summary>A 64-byte message.</summary>
internal sealed record Announcement(string Text);

/// <summary>Publishes rumors in a group, one at a time, and tells when the last member has each.</summary>
internal sealed class Spreader : IAsyncDisposable
{
    private static readonly TimeSpan RumorLimit = TimeSpan.FromSeconds(30);
    private static readonly Topic<Announcement> Announcements =
        Topic.Create("benchmark.announcements", SpreaderJson.Default.Announcement);

    // {"Text":"..."} of 64 bytes.
    private static readonly Announcement Message = new(new string('x', 53));

    private readonly BenchmarkCluster _cluster;
    private readonly IGroup[] _groups;
    private readonly NodeTotals[] _before;
    private readonly List<ISubscription<Announcement>> _subscriptions = [];
    private readonly List<Task> _readers = [];
    private TaskCompletionSource _last = new();
    private int _missing;

    private Spreader(BenchmarkCluster cluster, IGroup[] groups)
    {
        _cluster = cluster;
        _groups = groups;
        _before = Totals();
        foreach (IGroup group in groups)
        {
            ISubscription<Announcement> subscription = group.Subscribe(Announcements);
            _subscriptions.Add(subscription);
            _readers.Add(ReadAsync(subscription));
        }
    }

    public static async Task<Spreader> CreateAsync(BenchmarkCluster cluster, string strategy)
    {
        GroupOptions options = new() { Strategy = GossipStrategies.FromName(strategy)! };
        return new Spreader(cluster, await cluster.JoinAllAsync(new GroupName(strategy), options));
    }

    /// <summary>Publishes at the first node; completes at the last delivery.</summary>
    public async Task SpreadAsync()
    {
        _last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _missing, _groups.Length);
        await _groups[0].GossipAsync(Announcements, Message);
        await _last.Task.WaitAsync(RumorLimit);
    }

    /// <summary>Gets what the rumors since the start cost.</summary>
    public SpreadCost GetCost()
    {
        NodeTotals[] now = Totals();
        long published = 0, delivered = 0, redundant = 0, busiest = 0;
        for (int i = 0; i < now.Length; i++)
        {
            published += now[i].RumorsPublished - _before[i].RumorsPublished;
            delivered += now[i].RumorsDelivered - _before[i].RumorsDelivered;
            redundant += now[i].RumorsRedundant - _before[i].RumorsRedundant;
            busiest = Math.Max(busiest, now[i].PayloadsSent - _before[i].PayloadsSent);
        }

        double received = Math.Max(1, delivered - published);
        return new SpreadCost((received + redundant) / received, (double)busiest / Math.Max(1, published));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ISubscription<Announcement> subscription in _subscriptions)
        {
            await subscription.DisposeAsync();
        }

        await Task.WhenAll(_readers);
    }

    private NodeTotals[] Totals() => [.. _cluster.Nodes.Select(node => node.GetStatus().Totals)];

    private async Task ReadAsync(ISubscription<Announcement> subscription)
    {
        await foreach (Rumor<Announcement> _ in subscription)
        {
            if (Interlocked.Decrement(ref _missing) == 0)
            {
                _last.SetResult();
            }
        }
    }
}

[JsonSerializable(typeof(Announcement))]
internal sealed partial class SpreaderJson : JsonSerializerContext;
