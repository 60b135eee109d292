using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class RoundStrategyTests
{
    private static readonly GossipSettings NoEarlyRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(30), RepairInterval = TimeSpan.FromSeconds(30),
    };

    [TestCase(true, false, 1, 0.70, 0.92)]
    [TestCase(true, false, 2, 0.88, 0.99)]
    [TestCase(true, false, 4, 0.97, 1.00)]
    [TestCase(true, true, 4, 0.90, 1.00)]
    [TestCase(false, false, 3, 0.90, 0.97)]
    [TestCase(false, true, 5, 0.85, 1.00)]
    public void Rumor_mongering_should_miss_what_the_theory_says(
        bool usesFeedback, bool usesCoin, int k, double least, double most)
    {
        RumorMongeringOptions options = new() { UsesFeedback = usesFeedback, UsesCoin = usesCoin, K = k };
        GossipSwarm swarm = new(100, GossipStrategies.RumorMongering(options), 0, 1, settings: NoEarlyRepair);
        const int Rumors = 30;
        for (int i = 0; i < Rumors; i++)
        {
            swarm.Publish(i);
        }

        swarm.RunUntil(10);
        double coverage = swarm.Nodes.Sum(n => n.Delivered.Count) / (Rumors * 100.0);
        double sends = swarm.Totals.Payloads / (double)(Rumors * 100);
        GossipStrategy strategy = GossipStrategies.RumorMongering(options);
        TestContext.Out.WriteLine($"{strategy}: {coverage:F4} reached, {sends:F2} sends");
        Assert.That(coverage, Is.InRange(least, most));
        Assert.That(coverage, Is.EqualTo(1 - Math.Exp(-sends)).Within(0.03), "s = e^(-m), whatever the variant");
        Assert.That(swarm.Nodes.Sum(n => n.Counters.PayloadsRepaired), Is.Zero);
    }

    [Test]
    public void Anti_entropy_should_send_payloads_only_to_who_lacks_them()
    {
        GossipSwarm swarm = new(60, GossipStrategies.AntiEntropy(), 0, 1, settings: NoEarlyRepair);
        (double payloads, double controls) = swarm.Measure(30, 0.5, i => i);
        TestContext.Out.WriteLine($"anti-entropy: {payloads:F4} payloads, {controls:F2} controls");
        Assert.That(swarm.Totals.Repaired, Is.EqualTo(swarm.Totals.Payloads));
        Assert.That(payloads, Is.EqualTo(1).Within(0.01));
    }

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

    [Test]
    public void Push_forever_should_send_in_every_round_of_the_hot_time_and_then_stop()
    {
        GossipSwarm swarm = new(60, GossipStrategies.PushForever(), 0, 1, settings: NoEarlyRepair);
        swarm.Measure(5, 1, i => i);
        Assert.That(swarm.Nodes.Select(n => n.Counters.PayloadsSent), Is.All.EqualTo(5 * 15), "300 ms of 20 ms");
        long sent = swarm.Totals.Payloads;
        swarm.RunUntil(20);
        Assert.That(swarm.Totals.Payloads, Is.EqualTo(sent));
    }
}
