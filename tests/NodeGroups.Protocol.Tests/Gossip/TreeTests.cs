using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class TreeTests
{
    private static readonly GossipSettings NoEarlyRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(30), RepairInterval = TimeSpan.FromSeconds(30),
    };

    [TestCase(2)]
    [TestCase(4)]
    public void A_tree_should_cost_one_payload_for_each_member_and_spread_the_load(int arity)
    {
        GossipStrategy strategy = GossipStrategies.Tree(new TreeOptions { Arity = Fanout.Constant(arity) });
        GossipSwarm swarm = new(60, strategy, 0, 1, settings: NoEarlyRepair);
        (double payloads, double controls) = swarm.Measure(80, 0.1, _ => 7);
        Assert.That(payloads, Is.EqualTo(1).Within(0.0025), "hardly a copy too many from the first rumor on");
        Assert.That(controls, Is.LessThanOrEqualTo(3.1));
        long busiest = swarm.Nodes.Where((_, i) => i != 7).Max(n => n.Counters.PayloadsSent);
        Assert.That(busiest, Is.LessThan(80 * 3), "not the same inner nodes for every rumor");
        Assert.That(swarm.Nodes.Max(n => n.Delivered.Max(r => r.Hops)), Is.LessThanOrEqualTo(arity == 2 ? 5 : 3));
    }

    [Test]
    public void A_broken_tree_should_be_bridged_by_requests()
    {
        GossipSwarm swarm = new(60, GossipStrategies.Tree(), 0.02, 3, settings: NoEarlyRepair);
        swarm.Measure(40, 0.2, i => i);
        Assert.That(swarm.Lost, Is.Positive);
        Assert.That(swarm.Totals.Repaired, Is.Positive, "requests were answered");
    }
}
