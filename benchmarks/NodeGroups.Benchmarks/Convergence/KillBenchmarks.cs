using BenchmarkDotNet.Attributes;
using NodeGroups.Benchmarks.Clusters;

namespace NodeGroups.Benchmarks.Convergence;

/// <summary>A node ends over TCP without farewell: until no other has it in view.</summary>
[Monitoring]
public class KillBenchmarks
{
    private BenchmarkCluster _cluster = null!;
    private Node _victim = null!;

    [Params(10, 50)]
    public int Nodes { get; set; }

    [GlobalSetup]
    public async Task SetUp() => _cluster = await BenchmarkCluster.StartAsync(Nodes - 1, TransportChoice.Tcp);

    [IterationSetup]
    public void Join()
    {
        _victim = _cluster.StartNodeAsync(Nodes).GetAwaiter().GetResult();
        _cluster.WaitForMembersAsync(Nodes).GetAwaiter().GetResult();
    }

    [Benchmark]
    public async Task Kill()
    {
        _victim.Abort();
        await _cluster.WaitForMembersAsync(Nodes - 1);
    }

    [GlobalCleanup]
    public async Task CleanUp() => await _cluster.DisposeAsync();
}
