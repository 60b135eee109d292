using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class PushForeverTests
{
    private static readonly GossipSettings NoEarlyRepair = new()
    {
        FirstRepairDelay = TimeSpan.FromSeconds(30), RepairInterval = TimeSpan.FromSeconds(30),
    };

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
