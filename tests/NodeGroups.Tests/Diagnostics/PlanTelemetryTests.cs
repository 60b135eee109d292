using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Testing;
using NodeGroups.Tests.Transport;

namespace NodeGroups.Tests.Diagnostics;

/// <summary>What <c>auto</c> chose, and what it predicts, can be seen from outside.</summary>
internal sealed class PlanTelemetryTests
{
    [Test]
    public async Task Plan_of_a_published_rumor_should_be_measured_and_logged()
    {
        await using TestCluster cluster = new();
        using FakeLoggers logs = new();
        await cluster.StartAsync("seed");
        Node publisher = await cluster.StartAsync("publisher", options => options.LoggerFactory = logs);
        await publisher.All.WaitForMembersAsync(2, cluster.Token);
        using MeterListener listener = Listen(publisher.Name, out Dictionary<string, double> measured);
        listener.RecordObservableInstruments();
        Assert.That(measured.Keys, Has.None.StartsWith("nodegroups.plan."), "nothing is planned yet");

        await publisher.All.GossipAsync(Methods.Numbers, 1, cluster.Token);
        await publisher.JoinAsync("later", cancellationToken: cluster.Token);
        listener.RecordObservableInstruments();

        GossipPlan plan = publisher.Counters.LatestPlan!;
        FakeLogRecord line = logs.Lines.GetSnapshot().Single(record => record.Id.Id == 1203);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan.ToString(), Is.EqualTo("Broadcast, fan-out 1: 2 members, 1 bytes, loss 0 %"));
            Assert.That(measured[$"{NodeGroupsTelemetry.RumorsPlanned}/broadcast"], Is.EqualTo(1));
            Assert.That(measured[$"{NodeGroupsTelemetry.RumorsPlanned}/tree"], Is.Zero);
            Assert.That(measured[NodeGroupsTelemetry.PlanReliability], Is.EqualTo(plan.EagerReliability));
            Assert.That(measured[NodeGroupsTelemetry.PlanRounds], Is.EqualTo(plan.Rounds));
            Assert.That(measured[NodeGroupsTelemetry.PlanBytes], Is.EqualTo(plan.BytesPerNode));
            Assert.That(line.Message, Does.Contain($"in group {publisher.All.Name}: {plan}"));
            Assert.That(line.Message, Does.EndWith($"predicted: {plan.Prediction}."));
        }
    }

    [Test]
    public async Task Large_payload_should_be_planned_once_as_striped()
    {
        await using TestCluster cluster = new();
        using FakeLoggers logs = new();
        await cluster.StartAsync("seed");
        Node publisher = await cluster.StartAsync("large", options => options.LoggerFactory = logs);
        await publisher.All.WaitForMembersAsync(2, cluster.Token);
        using MeterListener listener = Listen(publisher.Name, out Dictionary<string, double> measured);

        await publisher.All.GossipAsync(Methods.Numbers, 1, cluster.Token);
        await publisher.All.GossipAsync(Topic.Create<string>("text"), new string('x', 200_000), cluster.Token);
        await publisher.JoinAsync("later", cancellationToken: cluster.Token);
        listener.RecordObservableInstruments();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                measured.Where(one => one.Key.StartsWith(NodeGroupsTelemetry.RumorsPlanned, StringComparison.Ordinal))
                    .Sum(one => one.Value),
                Is.EqualTo(2));
            Assert.That(measured[$"{NodeGroupsTelemetry.RumorsPlanned}/striped"], Is.EqualTo(1));
            Assert.That(measured[NodeGroupsTelemetry.PlanBytes], Is.GreaterThan(90_000));
            Assert.That(
                logs.Lines.GetSnapshot().Where(record => record.Id.Id == 1203).Select(record => record.Message),
                Has.Exactly(2).Items.And.Some.Contains("Striped"));
        }
    }

    /// <summary>Listens to what is observed of one node: values by instrument, and by strategy where one is
    /// told.</summary>
    private static MeterListener Listen(string node, out Dictionary<string, double> measured)
    {
        Dictionary<string, double> values = [];
        measured = values;
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name.StartsWith("nodegroups.plan.", StringComparison.Ordinal)
                    || instrument.Name == NodeGroupsTelemetry.RumorsPlanned)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        return listener;

        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Dictionary<string, object?> told = new(tags.ToArray());
            if (Equals(told[NodeGroupsTelemetry.NodeTag], node))
            {
                string strategy = told.TryGetValue(NodeGroupsTelemetry.StrategyTag, out object? tag) ? $"/{tag}" : "";
                values[instrument.Name + strategy] = value;
            }
        }
    }
}
