using System.Security.Cryptography;
using NodeGroups.Protocol;

namespace NodeGroups.Tests;

/// <summary>Large payloads through the public surface, over TCP.</summary>
internal sealed class LargePayloadTests
{
    private static readonly Topic<ReadOnlyMemory<byte>> Blobs = Topic.CreateBytes("test.blobs");
    private static readonly Topic<string> Texts = Topic.Create("test.texts", TestJson.Default.String);

    [Test]
    public async Task Blobs_and_long_values_should_reach_everybody_over_tcp()
    {
        const int Bytes = 4 * 1024 * 1024;
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(60));
        await using Nodes nodes = await Nodes.StartAsync(5, safety.Token);
        byte[] blob = RandomNumberGenerator.GetBytes(Bytes);
        string text = new('ä', 200_000);
        ISubscription<ReadOnlyMemory<byte>>[] blobs = [.. nodes.All.Select(n => n.All.Subscribe(Blobs))];
        ISubscription<string>[] texts = [.. nodes.All.Select(n => n.All.Subscribe(Texts))];
        Task<TransferProgress> outgoing = EndAsync(nodes.All[0], safety.Token);
        Task<TransferProgress> incoming = EndAsync(nodes.All[3], safety.Token);
        RumorId id = await nodes.All[0].All.GossipAsync(Blobs, blob, safety.Token);
        foreach (ISubscription<ReadOnlyMemory<byte>> subscription in blobs)
        {
            Rumor<ReadOnlyMemory<byte>> rumor = await FirstAsync(subscription, safety.Token);
            Assert.That(rumor.Id, Is.EqualTo(id));
            Assert.That(rumor.Value.Span.SequenceEqual(blob), Is.True);
        }

        Assert.That(await outgoing, Is.EqualTo(
            new TransferProgress(id, Blobs.Name, Bytes, Bytes, TransferState.Completed, IsOutgoing: true)));
        Assert.That(await incoming, Is.EqualTo(
            new TransferProgress(id, Blobs.Name, Bytes, Bytes, TransferState.Completed, IsOutgoing: false)));
        Assert.That(
            nodes.All.Select(n => n.GetStatus().Totals.ChunkBytesSent), Is.All.LessThanOrEqualTo(1.3 * Bytes));
        await nodes.All[1].All.GossipAsync(Texts, text, safety.Token);
        foreach (ISubscription<string> subscription in texts)
        {
            Assert.That((await FirstAsync(subscription, safety.Token)).Value, Is.EqualTo(text));
        }
    }

    /// <summary>F78 and F79: the limit is told at the call.</summary>
    [Test]
    public async Task Payload_at_the_limit_should_be_taken_and_beyond_refused_at_the_call()
    {
        await using TestCluster cluster = new();
        const int Limit = 300_000;
        static void Configure(NodeOptions options) => options.Gossip = new GossipSettings { PayloadBytesLimit = Limit };
        Node first = await cluster.StartAsync("n0", Configure);
        Node second = await cluster.StartAsync("n1", Configure);
        await first.All.WaitForMembersAsync(2, cluster.Token);
        await using ISubscription<ReadOnlyMemory<byte>> blobs = second.All.Subscribe(Blobs);
        Assert.That(
            async () => await first.All.GossipAsync(Blobs, new byte[Limit + 1], cluster.Token),
            Throws.ArgumentException);
        await first.All.GossipAsync(Blobs, new byte[Limit], cluster.Token);
        Assert.That((await FirstAsync(blobs, cluster.Token)).Value.Length, Is.EqualTo(Limit));
    }

    [Test]
    public async Task Publisher_should_be_free_to_change_its_bytes_afterwards()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        await using ISubscription<ReadOnlyMemory<byte>> blobs = nodes[1].All.Subscribe(Blobs);
        byte[] bytes = new byte[100_000];
        await nodes[0].All.GossipAsync(Blobs, bytes, cluster.Token);
        bytes.AsSpan().Fill(1);
        Assert.That((await FirstAsync(blobs, cluster.Token)).Value.Span.ContainsAnyExcept((byte)0), Is.False);
    }

    [Test]
    public async Task Slow_reader_should_hold_no_more_bytes_than_allowed()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(1);
        SubscriptionOptions options = new() { BufferBytesLimit = 250_000 };
        await using ISubscription<ReadOnlyMemory<byte>> blobs = nodes[0].All.Subscribe(Blobs, options);
        RumorId last = default;
        for (int i = 0; i < 5; i++)
        {
            last = await nodes[0].All.GossipAsync(Blobs, new byte[100_000], cluster.Token);
        }

        Assert.That(blobs.Dropped, Is.EqualTo(3));
        await FirstAsync(blobs, cluster.Token);
        Assert.That((await FirstAsync(blobs, cluster.Token)).Id, Is.EqualTo(last));
    }

    private static async Task<TransferProgress> EndAsync(Node node, CancellationToken cancellationToken)
    {
        await foreach (TransferProgress progress in node.All.WatchTransfersAsync(cancellationToken))
        {
            if (progress.State is TransferState.Completed or TransferState.Dropped)
            {
                return progress;
            }
        }

        throw new InvalidOperationException("The node stopped first.");
    }

    private static async Task<Rumor<T>> FirstAsync<T>(
        ISubscription<T> subscription, CancellationToken cancellationToken)
    {
        await foreach (Rumor<T> rumor in subscription.WithCancellation(cancellationToken))
        {
            return rumor;
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private sealed class Nodes : IAsyncDisposable
    {
        public List<Node> All { get; } = [];

        public static async Task<Nodes> StartAsync(int count, CancellationToken cancellationToken)
        {
            Nodes nodes = new();
            for (int i = 0; i < count; i++)
            {
                NodeOptions options = NodeOptions.Local();
                if (i > 0)
                {
                    options.Seeds.Add(nodes.All[0].Address);
                }

                nodes.All.Add(await Node.StartAsync(options, cancellationToken));
            }

            foreach (Node node in nodes.All)
            {
                await node.All.WaitForMembersAsync(count, cancellationToken);
            }

            return nodes;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (Node node in All)
            {
                await node.DisposeAsync();
            }
        }
    }
}
