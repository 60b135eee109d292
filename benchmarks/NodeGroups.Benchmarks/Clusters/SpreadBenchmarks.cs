using BenchmarkDotNet.Attributes;

namespace NodeGroups.Benchmarks.Clusters;

/// <summary>One 64-byte rumor to a whole group, by every strategy there is: from publishing until the last member's
/// handler has it, repair included. What disturbs the network, and who takes part, a subclass says.</summary>
public abstract class SpreadBenchmarks
{
    private BenchmarkCluster _cluster = null!;
    private Spreader _spreader = null!;
    private string _method = string.Empty;

    /// <summary>Gets how many nodes take part.</summary>
    protected abstract int NodeCount { get; }

    /// <summary>Gets what carries the frames.</summary>
    protected abstract TransportChoice Carrier { get; }

    /// <summary>Gets the share of frames that are lost.</summary>
    protected virtual double Loss => 0;

    [GlobalSetup(Target = nameof(Broadcast))]
    public Task SetUpBroadcast() => SetUpAsync("broadcast", nameof(Broadcast));

    [GlobalSetup(Target = nameof(Push))]
    public Task SetUpPush() => SetUpAsync("push", nameof(Push));

    [GlobalSetup(Target = nameof(PushForever))]
    public Task SetUpPushForever() => SetUpAsync("push-forever", nameof(PushForever));

    [GlobalSetup(Target = nameof(RingPush))]
    public Task SetUpRingPush() => SetUpAsync("ring", nameof(RingPush));

    [GlobalSetup(Target = nameof(PushPull))]
    public Task SetUpPushPull() => SetUpAsync("pushpull", nameof(PushPull));

    [GlobalSetup(Target = nameof(RumorMongering))]
    public Task SetUpRumorMongering() => SetUpAsync("rumor", nameof(RumorMongering));

    [GlobalSetup(Target = nameof(Plumtree))]
    public Task SetUpPlumtree() => SetUpAsync("plumtree", nameof(Plumtree));

    [GlobalSetup(Target = nameof(Tree))]
    public Task SetUpTree() => SetUpAsync("tree", nameof(Tree));

    [GlobalSetup(Target = nameof(AntiEntropy))]
    public Task SetUpAntiEntropy() => SetUpAsync("antientropy", nameof(AntiEntropy));

    [GlobalSetup(Target = nameof(Auto))]
    public Task SetUpAuto() => SetUpAsync("auto", nameof(Auto));

    [Benchmark(Baseline = true)]
    public Task Broadcast() => _spreader.SpreadAsync();

    [Benchmark]
    public Task Push() => _spreader.SpreadAsync();

    [Benchmark]
    public Task PushForever() => _spreader.SpreadAsync();

    [Benchmark]
    public Task RingPush() => _spreader.SpreadAsync();

    [Benchmark]
    public Task PushPull() => _spreader.SpreadAsync();

    [Benchmark]
    public Task RumorMongering() => _spreader.SpreadAsync();

    [Benchmark]
    public Task Plumtree() => _spreader.SpreadAsync();

    [Benchmark]
    public Task Tree() => _spreader.SpreadAsync();

    [Benchmark]
    public Task AntiEntropy() => _spreader.SpreadAsync();

    [Benchmark]
    public Task Auto() => _spreader.SpreadAsync();

    [GlobalCleanup(Targets =
    [
        nameof(Broadcast), nameof(Push), nameof(PushForever), nameof(RingPush), nameof(PushPull),
        nameof(RumorMongering), nameof(Plumtree), nameof(Tree), nameof(AntiEntropy), nameof(Auto),
    ])]
    public async Task CleanUp()
    {
        Keep(_spreader.GetCost(), _method);
        _cluster.Lose(0);
        await _spreader.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    /// <summary>Keeps what the rumors cost for the table, under the class, the method and its parameters.</summary>
    protected abstract void Keep(SpreadCost cost, string method);

    private async Task SetUpAsync(string strategy, string method)
    {
        _method = method;
        _cluster = await BenchmarkCluster.StartAsync(NodeCount, Carrier);
        _spreader = await Spreader.CreateAsync(_cluster, strategy);
        _cluster.Lose(Loss);
    }
}
