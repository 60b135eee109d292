using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class AntiEntropyTests
{
    private static readonly GossipSettings LateRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(2), RepairInterval = TimeSpan.FromSeconds(2),
    };

    [Test]
    public void Anti_entropy_should_send_payloads_only_to_who_lacks_them()
    {
        GossipSwarm swarm = new(60, GossipStrategies.AntiEntropy(), 0, 1, settings: LateRepair);
        (double payloads, double controls) = swarm.Measure(30, 0.5, i => i);
        TestContext.Out.WriteLine($"anti-entropy: {payloads:F4} payloads, {controls:F2} controls");
        Assert.That(
            swarm.Totals.Repaired,
            Is.EqualTo(swarm.Totals.Payloads).Within(2),
            "the answer of a peer passes for a copy by itself when another has been asked since");
        Assert.That(payloads, Is.EqualTo(1).Within(0.01));
    }
}
