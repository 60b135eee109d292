using BenchmarkDotNet.Attributes;
using NodeGroups.Benchmarks.Clusters;

namespace NodeGroups.Benchmarks.FanOut;

/// <summary>One 64-byte rumor to a whole, quiet group, by every strategy, against full broadcast.</summary>
/// <remarks>
/// <see cref="BareSockets"/> is the floor: the same 64 bytes from one plain TCP connection to the next, in both rows of
/// the transport. Full broadcast sends as many; what lies between the two is the price of names, views, duplicates'
/// memory, JSON and handlers.
/// </remarks>
public class FanOutBenchmarks : SpreadBenchmarks
{
    private BareMesh _mesh = null!;

    [ParamsSource(typeof(Sizes), nameof(Sizes.FanOut))]
    public int Nodes { get; set; }

    [Params(TransportChoice.InMemory, TransportChoice.Tcp)]
    public TransportChoice Transport { get; set; }

    protected override int NodeCount => Nodes;

    protected override TransportChoice Carrier => Transport;

    [GlobalSetup(Target = nameof(BareSockets))]
    public Task SetUpBareSockets()
    {
        _mesh = BareMesh.Start(Nodes - 1);
        return _mesh.JoinAsync();
    }

    [Benchmark]
    public Task BareSockets() => _mesh.SendToAllAsync();

    [GlobalCleanup(Target = nameof(BareSockets))]
    public void CleanUpBareSockets() => _mesh.Dispose();

    protected override void Keep(SpreadCost cost, string method) =>
        cost.Save(nameof(FanOutBenchmarks), method, Nodes, Transport);
}
