using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace NodeGroups.Tests;

internal sealed class NodeOverTcpTests
{
    [Test]
    public async Task Journeys_should_work_over_tcp()
    {
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(60));
        await using Node first = await Node.StartAsync(new NodeOptions { Name = "first" }, safety.Token);
        NodeOptions options = NodeOptions.Local();
        options.Seeds.Add(first.Address);
        await using Node second = await Node.StartAsync(options, safety.Token);
        await first.All.WaitForMembersAsync(2, safety.Token);
        using IDisposable served = second.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value));
        await using ISubscription<int> numbers = second.All.Subscribe(Methods.Numbers);
        Assert.That(await first.CallAsync(second.Address, Methods.Echo, 9, null, safety.Token), Is.EqualTo(9));
        RumorId id = await first.All.GossipAsync(Methods.Numbers, 5, safety.Token);
        await foreach (Rumor<int> rumor in numbers.WithCancellation(safety.Token))
        {
            Assert.That(rumor, Is.EqualTo(new Rumor<int>(5, id, 1)));
            break;
        }

        await using IGroup joined = await second.JoinAsync("g", null, safety.Token);
        Assert.That(joined.View.Members, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Callbacks_services_and_schedules_should_work_over_tcp()
    {
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(60));
        await using Node first = await Node.StartAsync(NodeOptions.Local(), safety.Token);
        NodeOptions options = NodeOptions.Local();
        options.Seeds.Add(first.Address);
        await using Node second = await Node.StartAsync(options, safety.Token);
        TaskCompletionSource<int> ran = new(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (Node node in new[] { first, second })
        {
            node.Catalogue.Offer("test", (context, _) =>
            {
                context.Handle(Methods.Echo, (value, _, _) => ValueTask.FromResult(value + 1));
                return ValueTask.CompletedTask;
            });
        }

        second.Handle(Methods.Count, (value, _, _) =>
        {
            ran.TrySetResult(value);
            return ValueTask.CompletedTask;
        });
        IGroup group = await first.JoinAsync("g", null, safety.Token);
        await group.ActivateServiceAsync("test", cancellationToken: safety.Token);
        await second.All.WaitForViewAsync(
            view => view.Find(first.Id)?.Groups.Contains("g") == true, safety.Token);
        IGroup joined = await second.JoinAsync("g", null, safety.Token);
        Member self = joined.View.Find(second.Id)!;
        Assert.That(await group.CallAsync(self, Methods.Echo, 1, null, safety.Token), Is.EqualTo(2));
        Schedule schedule = await group.ScheduleAsync(
            TimeSpan.FromMilliseconds(10), Methods.Count, 7, safety.Token);
        Assert.That(await ran.Task.WaitAsync(safety.Token), Is.EqualTo(7));
        Assert.That((await joined.CancelScheduleAsync(schedule.Id, safety.Token)).AllReplied, Is.True);
        RemoteCallback<int, int> twice = first.Callbacks.Create(
            (value, _, _) => ValueTask.FromResult(2 * value), TestJson.Default.Int32, TestJson.Default.Int32);
        Assert.That(
            await second.Callbacks.InvokeAsync(
                twice, 21, TestJson.Default.Int32, TestJson.Default.Int32, null, safety.Token),
            Is.EqualTo(42));
        NodeTotals totals = (await first.All.GetStatusAsync(safety.Token)).Totals;
        Assert.That((totals.BytesSent > 0, totals.BytesReceived > 0), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Start_should_name_an_address_in_use()
    {
        await using Node first = await Node.StartAsync(new NodeOptions());
        TransportException? failure = Assert.ThrowsAsync<TransportException>(async () =>
            await Node.StartAsync(new NodeOptions { Listen = first.Address }));
        Assert.That(failure!.Message, Does.Contain(first.Address.ToString()));
    }

    [Test]
    public async Task Start_should_name_the_clusters_when_a_seed_refuses_and_count_it()
    {
        using CancellationTokenSource safety = new(TimeSpan.FromSeconds(60));
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(safety.Token);
        await using Node seed = await Node.StartAsync(new NodeOptions { Name = "refuser", ClusterId = "blue" });
        NodeOptions options = new() { ClusterId = "green", JoinTimeout = TimeSpan.FromSeconds(60) };
        options.Seeds.Add(seed.Address);
        using EventWatch log = new(1013, enough.Cancel);
        options.LoggerFactory = log;
        OperationCanceledException? failure = Assert.ThrowsAsync(
            Is.InstanceOf<OperationCanceledException>(),
            async () => await Node.StartAsync(options, enough.Token)) as OperationCanceledException;
        Assert.That(
            failure!.Message,
            Does.Contain($"{seed.Address}: refused: cluster 'blue' expected, this node has 'green'."));
        Assert.That(log.Warnings, Is.All.EqualTo(1013), "one line for one failed attempt");
        Assert.That(ConnectionsFailed("refuser", TransportFailureReason.WrongCluster), Is.Positive);
    }

    private static long ConnectionsFailed(string node, TransportFailureReason reason)
    {
        long total = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == NodeGroupsTelemetry.ConnectionsFailed)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            bool isNode = tags.Contains(new(NodeGroupsTelemetry.NodeTag, node));
            total += isNode && tags.Contains(new(NodeGroupsTelemetry.ReasonTag, reason.ToString())) ? value : 0;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return total;
    }

    /// <summary>Acts when a line with one event id is written.</summary>
    private sealed class EventWatch(int eventId, Action act) : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<int> Warnings { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId id,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
            {
                Warnings.Enqueue(id.Id);
            }

            if (id.Id == eventId)
            {
                act();
            }
        }
    }
}
