using BenchmarkDotNet.Attributes;
using NodeGroups.Benchmarks.Clusters;

namespace NodeGroups.Benchmarks.Convergence;

/// <summary>A node joins over TCP: from its start until every member, itself included, sees all.</summary>
/// <remarks>
/// The baseline is a join by hand over plain sockets: the newcomer knows every member's address, dials each, says a
/// word and waits for each answer. The library's newcomer knows one seed node; that all others learn of it, and it of
/// them, is what the ratio prices.
/// </remarks>
[Monitoring]
public class JoinBenchmarks
{
    private BenchmarkCluster _cluster = null!;
    private BareMesh _mesh = null!;
    private Node? _newcomer;

    [ParamsSource(typeof(Sizes), nameof(Sizes.Convergence))]
    public int Nodes { get; set; }

    [GlobalSetup(Target = nameof(BareSockets))]
    public void SetUpBareSockets() => _mesh = BareMesh.Start(Nodes);

    [GlobalSetup(Target = nameof(Join))]
    public async Task SetUp() => _cluster = await BenchmarkCluster.StartAsync(Nodes, TransportChoice.Tcp);

    [Benchmark(Baseline = true)]
    public Task BareSockets() => _mesh.JoinAsync();

    [Benchmark]
    public async Task Join()
    {
        _newcomer = await _cluster.StartNodeAsync(Nodes);
        await _newcomer.All.WaitForMembersAsync(Nodes + 1);
        await _cluster.WaitForMembersAsync(Nodes + 1);
    }

    [IterationCleanup(Target = nameof(BareSockets))]
    public void LeaveBareSockets() => _mesh.KillAsync().GetAwaiter().GetResult();

    [IterationCleanup(Target = nameof(Join))]
    public void Leave()
    {
        _newcomer!.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _cluster.WaitForMembersAsync(Nodes).GetAwaiter().GetResult();
    }

    [GlobalCleanup(Target = nameof(BareSockets))]
    public void CleanUpBareSockets() => _mesh.Dispose();

    [GlobalCleanup(Target = nameof(Join))]
    public async Task CleanUp() => await _cluster.DisposeAsync();
}
