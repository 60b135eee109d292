using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Large;

/// <summary>Large payloads among simulated nodes: spread, faults, bounds.</summary>
public sealed class LargePayloadTests
{
    private const int Bytes = 512 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(12)]
    [TestCase(17)]
    [TestCase(50)]
    public void Everybody_should_get_a_large_payload_and_upload_about_its_share(int count)
    {
        using LargeCluster cluster = new(seed: (ulong)count, count);
        RumorId id = cluster.Publish(0, 1024 * 1024);
        cluster.RunUntilAllHave(id);
        double[] uploads = [.. cluster.Nodes.Select(n => n.Counters.ChunkBytesSent / (1024.0 * 1024))];
        TestContext.Out.WriteLine(
            $"{count} nodes: {cluster.Elapsed.TotalMilliseconds:F0} ms, most {uploads.Max():F2}");
        Assert.That(uploads.Max(), Is.LessThanOrEqualTo(1.3), "nobody uploads much more than its share");
        Assert.That(cluster.Nodes.Sum(n => n.Counters.ChunksRedundant), Is.Zero, "nothing was sent twice");
        Assert.That(uploads[0], Is.EqualTo(1).Within(0.01), "the origin uploads it once");
        Assert.That(
            cluster.Nodes.Select(n => n.All.Transfers[id].State), Is.All.EqualTo(TransferState.Completed));
    }

    [TestCase(4)]
    [TestCase(16, Explicit = true, Reason = "Long: the full size.")]
    public void Nobody_of_fifty_should_upload_more_than_its_share(int mebibytes)
    {
        using LargeCluster cluster = new(16, 50);
        RumorId id = cluster.Publish(0, mebibytes << 20);
        cluster.RunUntilAllHave(id);
        double most = cluster.Nodes.Max(n => n.Counters.ChunkBytesSent / (double)(mebibytes << 20));
        TestContext.Out.WriteLine($"{mebibytes} MiB to 50 nodes: most {most:F3}");
        Assert.That(most, Is.LessThanOrEqualTo(1.25), "(d + 1) / d with d = 4");
    }

    [Test]
    public void The_origin_should_not_serve_everybody_when_the_trees_are_slow(
        [Range(1, 3)] int seed, [Values(1, 3)] int jitter)
    {
        using LargeCluster cluster = new((ulong)seed, 50);
        cluster.Simulation.Network.Latency = new Latency(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(jitter));
        RumorId id = cluster.Publish(0, Bytes);
        cluster.RunUntilAllHave(id);
        double[] uploads = [.. cluster.Nodes.Select(n => n.Counters.ChunkBytesSent / (double)Bytes)];
        TestContext.Out.WriteLine(
            $"origin {uploads[0]:F2}, most {uploads.Max():F2}, mean {uploads.Average():F2}");
        Report(cluster);
        Assert.That(uploads[0], Is.LessThanOrEqualTo(3 + (3 * jitter)), "11 and 20 when it serves whoever asks");
    }

    [TestCase(2)]
    [TestCase(16, Explicit = true, Reason = "Long: the full size.")]
    public void Survivors_of_fifty_should_get_it_under_loss_while_inner_nodes_crash(int mebibytes)
    {
        using LargeCluster cluster = new(17, 50);
        cluster.Simulation.Network.Loss = 0.05;
        RumorId id = cluster.Publish(0, mebibytes << 20);
        cluster.Simulation.Run(TimeSpan.FromMilliseconds(5));
        foreach (SimulatedNode node in cluster.Nodes.Skip(1).OrderByDescending(n => n.Counters.ChunksSent).Take(10))
        {
            node.Crash();
        }

        cluster.RunUntilAllHave(id);
        Report(cluster);
    }

    [Test]
    public void Everybody_should_get_it_whatever_the_network_does([Range(1, 12)] int seed)
    {
        using LargeCluster cluster = new((ulong)seed, 14);
        cluster.Simulation.Network.Loss = 0.05 + (0.01 * seed);
        cluster.Simulation.Network.Duplication = 0.05;
        cluster.Simulation.Network.Reordering = 0.1;
        RumorId id = cluster.Publish(seed % 14, Bytes);
        cluster.RunUntilAllHave(id);
        Report(cluster);
    }

    [Test]
    public void Survivors_should_get_it_when_inner_nodes_crash([Range(1, 12)] int seed)
    {
        using LargeCluster cluster = new((ulong)seed, 24);
        RumorId id = cluster.Publish(0, Bytes);
        cluster.Simulation.Run(TimeSpan.FromMilliseconds(3 + (seed % 6)));
        SimulatedNode[] inner = [.. cluster.Nodes.Skip(1).OrderByDescending(n => n.Counters.ChunksSent).Take(7)];
        foreach (SimulatedNode node in inner)
        {
            node.Crash();
        }

        cluster.RunUntilAllHave(id);
        Report(cluster);
    }

    [Test]
    public void All_survivors_or_none_should_get_it_when_the_origin_dies([Range(1, 24)] int seed)
    {
        using LargeCluster cluster = new((ulong)seed, 12);
        RumorId id = cluster.Publish(0, Bytes);
        cluster.Simulation.Run(TimeSpan.FromMilliseconds(1.5 + (seed * 0.15)));
        long left = cluster.Nodes[0].All.Transfers[id].DoneBytes;
        cluster.Nodes[0].Crash();
        cluster.Simulation.Run(TimeSpan.FromSeconds(60));
        SimulatedNode[] announced = [.. cluster.Running.Where(n => n.All.Transfers.ContainsKey(id))];
        int have = cluster.Running.Count(n => LargeCluster.Has(n, id));
        int dropped = announced.Count(n => n.All.Transfers[id].State == TransferState.Dropped);
        TestContext.Out.WriteLine($"{left} of {Bytes} bytes had left; {have} have it, {dropped} dropped it");
        Assert.That(have, Is.EqualTo(0).Or.EqualTo(11), "all or none");
        Assert.That(have + dropped, Is.EqualTo(announced.Length), "who gave up has said so");
        Assert.That(cluster.Running.Sum(n => n.Counters.RumorsLost), Is.EqualTo(dropped));
        Assert.That(have, Is.EqualTo(left == Bytes ? 11 : have), "what had left completely arrives");
    }

    [Test]
    public void A_partition_should_only_delay_it([Range(1, 6)] int seed)
    {
        using LargeCluster cluster = new((ulong)seed, 16);
        RumorId id = cluster.Publish(seed, Bytes);
        cluster.Simulation.Run(TimeSpan.FromMilliseconds(2 + seed));
        cluster.Simulation.Network.Partition([.. cluster.Nodes.Take(8)], [.. cluster.Nodes.Skip(8)]);
        cluster.Simulation.Run(TimeSpan.FromSeconds(15));
        cluster.Simulation.Network.Heal();
        cluster.RunUntilAllHave(id);
        Report(cluster);
    }

    [Test]
    public void A_newcomer_should_get_what_is_retained_and_no_more()
    {
        using LargeCluster cluster = new(5, 6);
        RumorId id = cluster.Publish(3, Bytes);
        cluster.RunUntilAllHave(id);
        cluster.Nodes[3].Crash();
        SimulatedNode newcomer = cluster.Join("late");
        cluster.RunUntilAllHave(id);
        Assert.That(newcomer.Counters.TransfersCompleted, Is.EqualTo(1));
        cluster.Simulation.Run(TimeSpan.FromMinutes(2));
        Assert.That(cluster.Running.Sum(n => n.Counters.LargeBytesHeld), Is.Zero, "memory is given back");
        SimulatedNode later = cluster.Join("too-late");
        cluster.Simulation.Run(TimeSpan.FromMinutes(1));
        Assert.That(LargeCluster.Has(later, id), Is.False);
    }

    [Test]
    public void Many_at_a_time_should_arrive_within_the_memory_allowed()
    {
        const long Room = 4 * Bytes;
        GossipSettings settings = new()
        {
            PayloadBytesLimit = Bytes, Large = new LargePayloadSettings { BytesLimit = Room },
        };
        using LargeCluster cluster = new(8, 8, settings);
        RumorId[] ids = [.. Enumerable.Range(0, 16).Select(i => cluster.Publish(i % 8, Bytes))];
        cluster.Simulation.RunUntil(
            () => cluster.Nodes.All(n =>
            {
                Assert.That(n.Counters.LargeBytesHeld, Is.LessThanOrEqualTo(Room));
                return n.Counters.RumorsDelivered == ids.Length;
            }),
            Limit);
        Assert.That(cluster.Nodes.Sum(n => n.Counters.RumorsLost), Is.Zero);
    }

    [Test]
    public void The_same_seed_should_give_the_same_run()
    {
        ulong[] hashes = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            using LargeCluster cluster = new(9, 10);
            cluster.Simulation.Network.Loss = 0.1;
            cluster.RunUntilAllHave(cluster.Publish(0, Bytes));
            return cluster.Simulation.Transcript.Hash;
        })];
        Assert.That(hashes[0], Is.EqualTo(hashes[1]));
    }

    private static void Report(LargeCluster cluster) => TestContext.Out.WriteLine(
        $"{cluster.Elapsed.TotalSeconds:F2} s, {cluster.Nodes.Sum(n => n.Counters.ChunksSent)} chunks sent, "
        + $"{cluster.Nodes.Sum(n => n.Counters.ChunksRedundant)} redundant");
}
