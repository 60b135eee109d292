using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NodeGroups.Protocol;

namespace NodeGroups.Tests;

/// <summary>F46: a handler that throws, in every way, costs its own message and nothing else. The kind of
/// <see cref="OutOfMemoryException"/> is the one that a program may throw.</summary>
internal sealed class HandlerFaultTests
{
    private const string Always = "always";
    private const string Once = "once";
    private const string Later = "later";
    private const string Memory = "memory";

    private static readonly string[] s_ways = [Always, Once, Later, Memory];

    [Test]
    public async Task F46_Handler_that_throws_should_cost_its_own_message_only()
    {
        using UnobservedErrors unobserved = new();
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        int onceRuns = 0;
        nodes[1].Handle(Methods.EchoText, async ValueTask<string?> (string way, CallContext _, CancellationToken _) =>
        {
            switch (way)
            {
                case Always:
                case Once when Interlocked.Increment(ref onceRuns) == 1:
                    throw new InvalidOperationException(way);
                case Later:
                    await Task.Yield();
                    throw new InvalidOperationException(way);
                case Memory:
                    throw new InsufficientMemoryException(way);
                default:
                    return way;
            }
        });
        foreach (string way in s_ways)
        {
            MemberReply<string?> first = await AskAsync(way);
            MemberReply<string?> second = await AskAsync(way);
            MemberReply<string?> other = await AskAsync("well");
            using (Assert.EnterMultipleScope())
            {
                Assert.That(first.Status, Is.EqualTo(ReplyStatus.Faulted), way);
                Assert.That(first.Error?.Message, Does.EndWith(way));
                Assert.That(second.Status, Is.EqualTo(way == Once ? ReplyStatus.Replied : ReplyStatus.Faulted), way);
                Assert.That(other.Status, Is.EqualTo(ReplyStatus.Replied), way);
            }
        }

        Assert.That(unobserved.Collect(), Is.Empty);

        async Task<MemberReply<string?>> AskAsync(string way)
        {
            GroupReply<string?> reply = await nodes[0].All.CallAllAsync(
                Methods.EchoText, way, null, cluster.Token);
            return reply.Single(one => one.Member.Id == nodes[1].Id);
        }
    }

    [Test]
    public async Task F46_Handler_that_throws_on_a_rumor_should_be_counted_and_leave_the_next_ones_alone()
    {
        const int rumors = 20;
        using UnobservedErrors unobserved = new();
        RpcMethod<int, Nothing> method = RpcMethod.Create("test.f46", TestJson.Default.Int32);
        long failed = 0;
        using MeterListener meters = new();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == NodeGroupsTelemetry.HandlersFailed)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (tags[0].Value is "test.f46")
            {
                Interlocked.Add(ref failed, count);
            }
        });
        meters.Start();
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(2);
        using CountdownEvent left = new(rumors);
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        nodes[1].Handle(method, (number, _, _) =>
        {
            if (left.Signal())
            {
                all.SetResult();
            }

            return number % 2 == 0
                ? throw new InsufficientMemoryException()
                : ValueTask.FromException(new InvalidOperationException());
        });
        for (int i = 0; i < rumors; i++)
        {
            await nodes[0].All.GossipCallAsync(method, i, cluster.Token);
        }

        await all.Task.WaitAsync(cluster.Token);

        // Ends when no handler runs any more: all that failed has been counted then.
        await nodes[1].StopAsync(TimeSpan.FromSeconds(10));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Interlocked.Read(ref failed), Is.EqualTo(rumors));
            Assert.That(unobserved.Collect(), Is.Empty);
        }
    }

    /// <summary>Notes errors of tasks that nobody looked at.</summary>
    private sealed class UnobservedErrors : IDisposable
    {
        private readonly ConcurrentQueue<Exception> _errors = [];

        public UnobservedErrors() => TaskScheduler.UnobservedTaskException += Note;

        public IReadOnlyCollection<Exception> Collect()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return _errors;
        }

        public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

        private void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            // Other tests end nodes in the middle of things; only what these handlers threw counts.
            if (args.Exception.InnerException is OutOfMemoryException or InvalidOperationException)
            {
                _errors.Enqueue(args.Exception);
            }
        }
    }
}
