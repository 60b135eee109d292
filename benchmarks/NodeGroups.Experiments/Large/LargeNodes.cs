using System.Collections.Concurrent;
using System.Diagnostics;
using NodeGroups.Protocol;

namespace NodeGroups.Experiments;

/// <summary>Nodes over TCP in this process that note when they get which rumor.</summary>
internal sealed class LargeNodes : IAsyncDisposable
{
    private static readonly Topic<ReadOnlyMemory<byte>> Large = Topic.CreateBytes("large");
    private static readonly Topic<ReadOnlyMemory<byte>> Small = Topic.CreateBytes("small");
    private static readonly TimeSpan SmallInterval = TimeSpan.FromMilliseconds(50);
    private readonly List<INode> _nodes = [];
    private readonly List<Task> _readers = [];
    private readonly ConcurrentDictionary<RumorId, Track> _tracks = new();

    public static async Task<LargeNodes> StartAsync(int count, int window)
    {
        LargeNodes cluster = new();
        for (int i = 0; i < count; i++)
        {
            GossipSettings gossip = new() { Large = new LargePayloadSettings { ChunksInFlightPerPeer = window } };
            NodeOptions options = new() { Name = $"n{i}", Gossip = gossip };
            if (i > 0)
            {
                options.Seeds.Add(cluster._nodes[0].Address);
            }

            cluster._nodes.Add(await Node.StartAsync(options));
        }

        foreach (INode node in cluster._nodes)
        {
            await node.All.WaitForMembersAsync(count);
            cluster._readers.Add(cluster.ReadAsync(node.All.Subscribe(Large)));
            cluster._readers.Add(cluster.ReadAsync(node.All.Subscribe(Small)));
        }

        await cluster.WarmUpAsync();
        return cluster;
    }

    /// <summary>Publishes a large payload, and small rumors until it is everywhere.</summary>
    public async Task<LargeResult> SpreadAsync(int number, int payload)
    {
        byte[] bytes = new byte[payload];
        new Random(number + 1).NextBytes(bytes);
        int origin = number % _nodes.Count;
        long[] before = [.. _nodes.Select(Sent)];
        long start = Stopwatch.GetTimestamp();
        RumorId id = await _nodes[origin].All.GossipAsync(Large, bytes);
        Task<long[]> arrivals = TrackOf(id).Arrivals;
        List<double> small = [];
        while (!arrivals.IsCompleted)
        {
            small.Add(await PublishSmallAsync((number + 1 + small.Count) % _nodes.Count));
            await Task.WhenAny(arrivals, Task.Delay(SmallInterval));
        }

        long[] stamps = await arrivals;
        double[] times = [.. stamps.Select(at => Stopwatch.GetElapsedTime(start, at).TotalMilliseconds).Order()];
        double[] uploads = [.. _nodes.Select((node, i) => (Sent(node) - before[i]) / (double)payload)];
        small.Sort();
        return new LargeResult(
            _nodes.Count,
            payload,
            times[times.Length / 2],
            times[^1],
            uploads[origin],
            uploads.Max(),
            uploads.Average(),
            small[small.Count / 2],
            small[^1],
            GC.GetTotalMemory(forceFullCollection: false) / 1048576.0);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await Task.WhenAll(_readers);
    }

    private static long Sent(INode node) => node.GetStatus().Totals.ChunkBytesSent;

    private async Task WarmUpAsync()
    {
        for (int i = 0; i < 20; i++)
        {
            await PublishSmallAsync(i % _nodes.Count);
        }
    }

    private async Task<double> PublishSmallAsync(int origin)
    {
        long start = Stopwatch.GetTimestamp();
        RumorId id = await _nodes[origin].All.GossipAsync(Small, new byte[64]);
        long[] arrivals = await TrackOf(id).Arrivals;
        return Stopwatch.GetElapsedTime(start, arrivals.Max()).TotalMilliseconds;
    }

    private async Task ReadAsync(ISubscription<ReadOnlyMemory<byte>> subscription)
    {
        await foreach (Rumor<ReadOnlyMemory<byte>> rumor in subscription)
        {
            TrackOf(rumor.Id).Note(Stopwatch.GetTimestamp());
        }
    }

    private Track TrackOf(RumorId id) => _tracks.GetOrAdd(id, static (_, count) => new Track(count), _nodes.Count);

    private sealed class Track(int count)
    {
        private readonly long[] _arrivals = new long[count];
        private readonly TaskCompletionSource<long[]> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _noted;

        public Task<long[]> Arrivals => _all.Task;

        public void Note(long at)
        {
            int place = Interlocked.Increment(ref _noted) - 1;
            Volatile.Write(ref _arrivals[place], at);
            if (place == _arrivals.Length - 1)
            {
                _all.TrySetResult(_arrivals);
            }
        }
    }
}
