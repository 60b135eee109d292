using BenchmarkDotNet.Attributes;
using NodeGroups.Benchmarks.Clusters;

namespace NodeGroups.Benchmarks.Convergence;

/// <summary>One rumor to 25 members while every tenth frame is lost, by every strategy, against full broadcast: until
/// the last has it, repair included.</summary>
/// <remarks>Over the in-memory transport, which can lose frames; a broken TCP connection would be another
/// matter.</remarks>
[Monitoring]
public class LossBenchmarks : SpreadBenchmarks
{
    [Params(25)]
    public int Nodes { get; set; }

    protected override int NodeCount => Nodes;

    protected override TransportChoice Carrier => TransportChoice.InMemory;

    protected override double Loss => 0.1;

    protected override void Keep(SpreadCost cost, string method) =>
        cost.Save(nameof(LossBenchmarks), method, Nodes);
}
