using BenchmarkDotNet.Attributes;
using NodeGroups.Benchmarks.Clusters;

namespace NodeGroups.Benchmarks.FanOut;

/// <summary>One 64-byte rumor to a whole group: from publishing until the last member's handler has it.</summary>
public class FanOutBenchmarks
{
    private BenchmarkCluster _cluster = null!;
    private Spreader _spreader = null!;
    private string _method = string.Empty;

    [Params(10, 25, 50)]
    public int Nodes { get; set; }

    [Params(TransportChoice.InMemory, TransportChoice.Tcp)]
    public TransportChoice Transport { get; set; }

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
        _spreader.GetCost().Save(_method, Nodes, Transport);
        await _spreader.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private async Task SetUpAsync(string strategy, string method)
    {
        _method = method;
        _cluster = await BenchmarkCluster.StartAsync(Nodes, Transport);
        _spreader = await Spreader.CreateAsync(_cluster, strategy);
    }
}
