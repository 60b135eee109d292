using BenchmarkDotNet.Attributes;
using NodeGroups.Benchmarks.Clusters;

namespace NodeGroups.Benchmarks.Convergence;

/// <summary>A node joins over TCP: from its start until every member, itself included, sees all.</summary>
[Monitoring]
public class JoinBenchmarks
{
    private BenchmarkCluster _cluster = null!;
    private Node? _newcomer;

    [Params(10, 50)]
    public int Nodes { get; set; }

    [GlobalSetup]
    public async Task SetUp() => _cluster = await BenchmarkCluster.StartAsync(Nodes, TransportChoice.Tcp);

    [Benchmark]
    public async Task Join()
    {
        _newcomer = await _cluster.StartNodeAsync(Nodes);
        await _newcomer.All.WaitForMembersAsync(Nodes + 1);
        await _cluster.WaitForMembersAsync(Nodes + 1);
    }

    [IterationCleanup]
    public void Leave()
    {
        _newcomer!.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _cluster.WaitForMembersAsync(Nodes).GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public async Task CleanUp() => await _cluster.DisposeAsync();
}
