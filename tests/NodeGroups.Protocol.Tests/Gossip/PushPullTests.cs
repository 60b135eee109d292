using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class PushPullTests
{
    private static readonly GossipSettings NoEarlyRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(30), RepairInterval = TimeSpan.FromSeconds(30),
    };

    [Test]
    public void Push_pull_should_reach_at_once_whom_push_missed()
    {
        PushPullOptions options = new() { Fanout = Fanout.Constant(2), Rounds = 6 };
        GossipSwarm swarm = new(60, GossipStrategies.PushPull(options), 0, 1, settings: NoEarlyRepair);
        (double payloads, double controls) = swarm.Measure(30, 0.5, i => i);
        TestContext.Out.WriteLine($"push-pull: {payloads:F4} payloads, {controls:F2} controls");
        Assert.That(swarm.Totals.Repaired, Is.InRange(30 * 60 * 0.1, 30 * 60 * 0.35), "push with two misses a fifth");
        Assert.That(payloads, Is.InRange(1.5, 2.3));
    }
}
