using System.Diagnostics.Metrics;
using NodeGroups.Protocol;

namespace NodeGroups.Tests;

/// <summary>F87: a message whose handler throws each time.</summary>
internal sealed class GossipPoisonTests
{
    [Test]
    public async Task F87_An_invocation_that_throws_should_run_once_be_counted_and_not_hold_up_what_follows()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        RpcMethod<int, int> method = RpcMethod.Create(
            "test.poison", TestJson.Default.Int32, TestJson.Default.Int32);
        TaskCompletionSource last = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using MeterListener meters = new();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == NodeGroupsTelemetry.HandlersFailed)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        int failed = 0;
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags.ToArray().Any(tag => (tag.Value as string) == "test.poison")
                && Interlocked.Increment(ref failed) == 11)
            {
                last.TrySetResult();
            }
        });
        meters.Start();
        int[] runs = new int[11];
        nodes[2].Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        nodes[2].Handle(method, (number, _, _) =>
        {
            Interlocked.Increment(ref runs[number]);
            throw new InvalidOperationException("poison");
        });
        for (int number = 0; number <= 10; number++)
        {
            await nodes[0].All.GossipCallAsync(method, number, cluster.Token);
        }

        await last.Task.WaitAsync(cluster.Token);
        int echo = await nodes[0].CallAsync(nodes[2].Address, Methods.Echo, 1, null, cluster.Token);
        Assert.That(echo, Is.EqualTo(1), "the node goes on");
        Assert.That(runs, Is.All.EqualTo(1), "once, though it failed");
        Assert.That(failed, Is.EqualTo(11), "counted");
    }
}
