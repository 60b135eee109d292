using NodeGroups;
using NodeGroups.Simulation;

namespace SimulationTests.Spread;

/// <summary>What a plan says a rumor costs, against the shipped code in the spread model.</summary>
public sealed class PlanBytesTests
{
    [TestCase(5, 100, 0.0, 0.0, 1)]
    [TestCase(30, 1_024, 0.0, 0.0, 50)]
    [TestCase(100, 4_096, 0.0, 0.0, 50)]
    [TestCase(1_000, 100, 0.0, 0.0, 1)]
    [TestCase(1_000, 100, 0.05, 0.0, 1)]
    [TestCase(1_000, 1_024, 0.1, 0.1, 10)]
    [TestCase(1_000, 8_192, 0.05, 0.0, 10)]
    [TestCase(3_000, 1_024, 0.25, 0.3, 50)]
    [TestCase(10_000, 1_024, 0.0, 0.0, 50)]
    public void Bytes_of_a_member_should_be_within_a_sixth_of_the_plan(
        int nodes, int payload, double loss, double crash, double milliseconds)
    {
        SpreadOptions options = new()
        {
            Code = GossipStrategies.Auto,
            Nodes = nodes,
            PayloadBytes = payload,
            Loss = loss,
            Crash = crash,
            Trials = Math.Clamp(20_000 / nodes, 2, 50),
            Latency = SpreadLatency.Exponential,
            Engine = new SpreadEngineOptions { MeanLatency = TimeSpan.FromMilliseconds(milliseconds) },
        };
        SpreadResult result = SpreadModel.Run(options);
        GossipPlan plan = GossipPlan.For(
            nodes,
            payload,
            new GossipConditions { Loss = loss, DeadShare = crash, Latency = options.Engine.MeanLatency });
        TestContext.Out.WriteLine(
            $"{plan}: {plan.BytesPerNode:F0} planned, {result.BytesPerLiveNode:F0} run; "
            + $"payloads {plan.PayloadSendsPerNode:F3}, {result.PayloadSendsPerLiveNode:F3}; "
            + $"others {result.ControlSendsPerLiveNode:F2}");
        Assert.That(plan.BytesPerNode, Is.EqualTo(result.BytesPerLiveNode).Within(17).Percent);
    }
}
