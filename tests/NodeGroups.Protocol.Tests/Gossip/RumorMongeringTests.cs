using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class RumorMongeringTests
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
}
