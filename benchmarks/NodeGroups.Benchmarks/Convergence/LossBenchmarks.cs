using BenchmarkDotNet.Attributes;
using NodeGroups.Benchmarks.Clusters;

namespace NodeGroups.Benchmarks.Convergence;

/// <summary>One rumor to 25 members while every tenth frame is lost: until the last has it, repair included.</summary>
[Monitoring]
public class LossBenchmarks
{
    private const double Loss = 0.1;

    private BenchmarkCluster _cluster = null!;
    private Spreader _spreader = null!;
    private string _method = string.Empty;

    [Params(25)]
    public int Nodes { get; set; }

    [GlobalSetup(Target = nameof(Broadcast))]
    public Task SetUpBroadcast() => SetUpAsync("broadcast", nameof(Broadcast));

    [GlobalSetup(Target = nameof(Push))]
    public Task SetUpPush() => SetUpAsync("push", nameof(Push));

    [GlobalSetup(Target = nameof(Ring))]
    public Task SetUpRing() => SetUpAsync("ring", nameof(Ring));

    [GlobalSetup(Target = nameof(Auto))]
    public Task SetUpAuto() => SetUpAsync("auto", nameof(Auto));

    [Benchmark(Baseline = true)]
    public Task Broadcast() => _spreader.SpreadAsync();

    [Benchmark]
    public Task Push() => _spreader.SpreadAsync();

    [Benchmark]
    public Task Ring() => _spreader.SpreadAsync();

    [Benchmark]
    public Task Auto() => _spreader.SpreadAsync();

    [GlobalCleanup]
    public async Task CleanUp()
    {
        _spreader.GetCost().Save(_method, Nodes);
        _cluster.Lose(0);
        await _spreader.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private async Task SetUpAsync(string strategy, string method)
    {
        _method = method;
        _cluster = await BenchmarkCluster.StartAsync(Nodes, TransportChoice.InMemory);
        _spreader = await Spreader.CreateAsync(_cluster, strategy);
        _cluster.Lose(Loss);
    }
}
