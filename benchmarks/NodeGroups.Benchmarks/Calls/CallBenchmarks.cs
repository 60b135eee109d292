using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;
using NodeGroups.Benchmarks.Clusters;

namespace NodeGroups.Benchmarks.Calls;

/// <summary>A call from one node to another over TCP, beside the least that does the job over a socket.</summary>
/// <remarks>
/// It warms up for longer than others do: a call passes through far more code than the socket, and with one caller some
/// fifty thousand calls are made before the last of it is compiled for good.
/// </remarks>
[WarmupCount(20)]
public class CallBenchmarks
{
    private const int Count = 1024;

    private static readonly RpcMethod<Question, Question> Echo =
        RpcMethod.Create("benchmark.echo", CallJson.Default.Question, CallJson.Default.Question);

    private static readonly Question Asked = new(new string('x', 53));
    private static readonly byte[] Bytes = new byte[BareCaller.BodyBytes];

    private BenchmarkCluster _cluster = null!;
    private BareCaller _bare = null!;
    private NodeAddress _target;

    [Params(1, 64)]
    public int Callers { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _bare = await BareCaller.StartAsync();
        _cluster = await BenchmarkCluster.StartAsync(2, TransportChoice.Tcp);
        _cluster.Nodes[1].Handle(Echo, (question, _, _) => ValueTask.FromResult(question));
        _target = _cluster.Nodes[1].Address;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public Task BareSocket() => RunAsync(async () => await _bare.CallAsync(Bytes));

    [Benchmark(OperationsPerInvoke = Count)]
    public Task Call() => RunAsync(async () => await _cluster.Nodes[0].CallAsync(_target, Echo, Asked));

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _bare.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private Task RunAsync(Func<Task> call)
    {
        int each = Count / Callers;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            await Task.Yield();
            for (int i = 0; i < each; i++)
            {
                await call();
            }
        }));
    }
}

internal sealed record Question(string Text);

[JsonSerializable(typeof(Question))]
internal sealed partial class CallJson : JsonSerializerContext;
