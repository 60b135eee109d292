using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace NodeGroups.Tests.Diagnostics;

internal sealed class TelemetryTests
{
    private static readonly RpcMethod<string, string> s_echo = RpcMethod.Create<string, string>("traced.echo");

    private static readonly string[] s_tags =
    [
        NodeGroupsTelemetry.SourceName, NodeGroupsTelemetry.NodeTag, NodeGroupsTelemetry.StatusTag,
        NodeGroupsTelemetry.StrategyTag, NodeGroupsTelemetry.ReasonTag, NodeGroupsTelemetry.MethodTag,
        NodeGroupsTelemetry.GroupTag,
    ];

    [Test]
    public async Task Every_instrument_should_be_named_described_and_have_a_unit()
    {
        await using TestCluster cluster = new();
        await cluster.StartAsync("a");
        List<Instrument> instruments = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == NodeGroupsTelemetry.SourceName)
            {
                instruments.Add(instrument);
            }
        };
        listener.Start();
        IEnumerable<object?> constants = typeof(NodeGroupsTelemetry)
            .GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetRawConstantValue());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(instruments.Select(one => one.Name), Is.EquivalentTo(constants.Except(s_tags)));
            Assert.That(instruments.Select(one => one.Unit), Is.All.Not.Null.And.All.Not.Empty);
            Assert.That(instruments.Select(one => one.Description), Is.All.Not.Null.And.All.Not.Empty);
            Assert.That(instruments.Select(one => one.Meter.Version), Is.All.Match(@"^\d+\.\d+\.\d+[^+]*$"));
        }
    }

    [Test]
    public async Task Probe_that_is_answered_should_be_measured()
    {
        await using TestCluster cluster = new();
        TaskCompletionSource<double> measured = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == NodeGroupsTelemetry.ProbeDuration)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            if (tags.Contains(new(NodeGroupsTelemetry.NodeTag, "measured")))
            {
                measured.TrySetResult(seconds);
            }
        });
        listener.Start();
        await cluster.StartAsync("other");
        await cluster.StartAsync("measured");

        Assert.That(await measured.Task.WaitAsync(cluster.Token), Is.InRange(0, 60));
    }

    [Test]
    public async Task Calls_of_the_library_should_be_activities_only_within_one_of_the_application()
    {
        await using TestCluster cluster = new();
        ConcurrentQueue<Activity> started = [];
        using ActivitySource application = new("application");
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name is NodeGroupsTelemetry.SourceName or "application",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = started.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        Node[] nodes = await cluster.StartManyAsync(2);
        using IDisposable served = nodes[1].Handle(s_echo, (text, call, token) => ValueTask.FromResult(text));
        await nodes[0].CallAsync(nodes[1].Address, s_echo, "", null, cluster.Token);
        await nodes[0].All.GetStatusAsync(cluster.Token);
        using Activity? own = application.StartActivity("own");
        await nodes[0].All.GetStatusAsync(cluster.Token);
        Activity[] all = [.. started];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                all.Where(one => one.OperationName.StartsWith("nodegroups.", StringComparison.Ordinal)),
                Is.Not.Empty.And.All.Matches<Activity>(one => one.TraceId == own!.TraceId));
            Assert.That(
                all.Where(one => one.OperationName == s_echo.Name).Select(one => one.Kind),
                Is.EquivalentTo((ActivityKind[])[ActivityKind.Client, ActivityKind.Server]));
            Assert.That(all[0].Source.Version, Is.Not.Null.And.Not.Empty);
        }
    }
}
