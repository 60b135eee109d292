using BenchmarkDotNet.Attributes;
using NodeGroups.Benchmarks.Clusters;

namespace NodeGroups.Benchmarks.Convergence;

/// <summary>A node ends over TCP without farewell: until no other has it in view.</summary>
/// <remarks>
/// The baseline is a full mesh of plain sockets in which the end of the connection is the verdict: nobody asks whether
/// only the connection broke. The library's members have it confirmed by others first; that is what the ratio prices.
/// A machine that vanishes leaves its connections standing: the baseline would never notice.
/// </remarks>
[Monitoring]
public class KillBenchmarks
{
    private BenchmarkCluster _cluster = null!;
    private BareMesh _mesh = null!;
    private Node _victim = null!;

    [ParamsSource(typeof(Sizes), nameof(Sizes.Convergence))]
    public int Nodes { get; set; }

    [GlobalSetup(Target = nameof(BareSockets))]
    public void SetUpBareSockets() => _mesh = BareMesh.Start(Nodes - 1);

    [GlobalSetup(Target = nameof(Kill))]
    public async Task SetUp() => _cluster = await BenchmarkCluster.StartAsync(Nodes - 1, TransportChoice.Tcp);

    [IterationSetup(Target = nameof(BareSockets))]
    public void JoinBareSockets() => _mesh.JoinAsync().GetAwaiter().GetResult();

    [IterationSetup(Target = nameof(Kill))]
    public void Join()
    {
        _victim = _cluster.StartNodeAsync(Nodes).GetAwaiter().GetResult();
        _cluster.WaitForMembersAsync(Nodes).GetAwaiter().GetResult();
    }

    [Benchmark(Baseline = true)]
    public Task BareSockets() => _mesh.KillAsync();

    [Benchmark]
    public async Task Kill()
    {
        _victim.Abort();
        await _cluster.WaitForMembersAsync(Nodes - 1);
    }

    [GlobalCleanup(Target = nameof(BareSockets))]
    public void CleanUpBareSockets() => _mesh.Dispose();

    [GlobalCleanup(Target = nameof(Kill))]
    public async Task CleanUp() => await _cluster.DisposeAsync();
}
