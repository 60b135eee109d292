using System.Collections.Concurrent;
using System.Diagnostics;

namespace NodeGroups.Experiments;

/// <summary>What each process of the experiment <c>stopped</c> does: notes when it gets which rumor, and publishes when
/// told to. Stamps are of the monotonic clock that all processes of a machine share.</summary>
internal sealed class StoppedNode
{
    public const string StartAction = "stopped-node";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Topic<ReadOnlyMemory<byte>> Rumors = Topic.CreateBytes("stopped");
    private readonly ConcurrentDictionary<int, TaskCompletionSource<long>> _seen = new();
    private readonly IGroup _group;

    private StoppedNode(IGroup group) => _group = group;

    /// <summary>Publishes a rumor: its number, and its size.</summary>
    public static RpcMethod<int[], long> Publish { get; } = RpcMethod.Create<int[], long>("stopped.publish");

    /// <summary>Tells when rumors came: the first number, and how many; 0 for one that did not come in time.</summary>
    public static RpcMethod<int[], long[]> Stamps { get; } = RpcMethod.Create<int[], long[]>("stopped.stamps");

    /// <summary>Gets what this program is as a child of the experiment.</summary>
    public static NodeHostOptions Host { get; } = new()
    {
        StartActions =
        {
            [StartAction] = async (node, strategy, token) => await ServeAsync(node, strategy!, token),
        },
    };

    public IGroup Group => _group;

    public static async Task<StoppedNode> ServeAsync(INode node, string strategy, CancellationToken cancellationToken)
    {
        GroupOptions options = new() { Strategy = GossipStrategies.FromName(strategy)! };
        StoppedNode served = new(await node.JoinAsync("stopped", options, cancellationToken));
        _ = served.ReadAsync(served._group.Subscribe(Rumors));
        node.Handle(Publish, async (rumor, _, token) => await served.PublishAsync(rumor[0], rumor[1], token));
        node.Handle(Stamps, async (range, _, token) => await served.StampsAsync(range[0], range[1], token));
        return served;
    }

    public async Task<long> PublishAsync(int number, int bytes, CancellationToken cancellationToken)
    {
        byte[] payload = new byte[bytes];
        BitConverter.TryWriteBytes(payload, number);
        long stamp = Stopwatch.GetTimestamp();
        await _group.GossipAsync(Rumors, payload, cancellationToken);
        return stamp;
    }

    public async Task<long[]> StampsAsync(int first, int count, CancellationToken cancellationToken)
    {
        Task<long>[] seen = [.. Enumerable.Range(first, count).Select(number => Of(number).Task)];
        await Task.WhenAny(Task.WhenAll(seen), Task.Delay(Patience, cancellationToken));
        return [.. seen.Select(task => task.IsCompletedSuccessfully ? task.Result : 0)];
    }

    private async Task ReadAsync(ISubscription<ReadOnlyMemory<byte>> subscription)
    {
        await foreach (Rumor<ReadOnlyMemory<byte>> rumor in subscription)
        {
            Of(BitConverter.ToInt32(rumor.Value.Span)).TrySetResult(Stopwatch.GetTimestamp());
        }
    }

    private TaskCompletionSource<long> Of(int number) => _seen.GetOrAdd(
        number, static _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
}
