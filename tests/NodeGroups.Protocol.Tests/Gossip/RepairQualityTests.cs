using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

/// <summary>What repair costs and how soon it comes, at the default pace.</summary>
public sealed class RepairQualityTests
{
    [TestCase("plumtree", 0.0, 1.0)]
    [TestCase("plumtree", 1.0, 1.0)]
    [TestCase("plumtree", 1.0, 5.0)]
    [TestCase("tree", 0.0, 1.0)]
    [TestCase("tree", 1.0, 1.0)]
    [TestCase("tree", 1.0, 5.0)]
    public void Trees_should_send_hardly_a_payload_twice(string name, double sigma, double scale)
    {
        foreach (bool isOneSender in new[] { true, false })
        {
            GossipSwarm swarm = new(
                60, GossipStrategies.FromName(name)!, 0, 1, scale, 3 * scale, logNormalSigma: sigma);
            Func<int, int> origin = i => isOneSender ? 7 : i * 7 % 60;
            swarm.Measure(40, 0.2, origin);
            swarm.Measure(name == "tree" ? 20 : 400, 0.02, origin);
            (double payloads, double controls) = swarm.Measure(name == "tree" ? 100 : 200, 0.02, origin);
            TestContext.Out.WriteLine($"{name}, one sender {isOneSender}: {payloads:F4} payloads, {controls:F2} more");
            Assert.That(payloads - 1, Is.LessThanOrEqualTo(isOneSender ? 0.01 : 0.05));
        }
    }

    [TestCase(0.0)]
    [TestCase(0.05)]
    public void What_push_missed_should_be_there_within_a_few_round_trips(double loss)
    {
        GossipSwarm swarm = new(100, GossipStrategies.Push(Fanout.Constant(4)), loss, 5);
        List<double> lasts = [];
        int missed = 0;
        for (int i = 0; i < 50; i++)
        {
            double published = swarm.Now.Ticks / (double)TimeSpan.TicksPerSecond;
            swarm.Publish(i);
            long repaired = swarm.Nodes.Sum(n => n.Counters.RumorsRepaired);
            swarm.RunUntil(published + 1);
            missed += swarm.Nodes.Sum(n => n.Counters.RumorsRepaired) > repaired ? 1 : 0;
            Assert.That(swarm.Nodes.Select(n => n.Delivered.Count), Is.All.EqualTo(i + 1), $"{i}, after a second");
            lasts.Add((swarm.LastDelivery.Ticks / (double)TimeSpan.TicksPerSecond) - published);
        }

        lasts.Sort();
        TestContext.Out.WriteLine($"{missed} of 50 left a residue; last p50 {lasts[25]:F4} s, p98 {lasts[48]:F4} s");
        Assert.That(missed, Is.GreaterThan(25));
        Assert.That(lasts[48], Is.LessThan(loss == 0 ? 0.08 : 0.2));
    }

    [Test]
    public void A_burst_should_cost_each_node_a_few_digests_and_then_one_in_an_idle_interval()
    {
        GossipSwarm swarm = new(50, GossipStrategies.RingPush(Fanout.Constant(4)), 0, 2);
        swarm.RunUntil(30);
        long before = swarm.Totals.Controls;
        swarm.Publish(3);
        swarm.RunUntil(34);
        double burst = (swarm.Totals.Controls - before) / 50.0;
        Assert.That(burst, Is.InRange(10, 28), "eight, some until those on their way are heard, and three");
        before = swarm.Totals.Controls;
        swarm.RunUntil(84);
        Assert.That((swarm.Totals.Controls - before) / 50.0, Is.InRange(4, 7), "one in 10 s");
        swarm.RunUntil(120);
        before = swarm.Totals.Controls;
        swarm.RunUntil(1000);
        Assert.That(swarm.Totals.Controls, Is.EqualTo(before), "nothing retained, nothing said");
    }

    [Test]
    public void A_later_rumor_should_tell_of_the_one_that_is_missing()
    {
        GossipProbe probe = new(0);
        probe.SetView(new GroupGossipOptions(GossipStrategies.Push(), Fanout.Constant(3)), 0, 1, 2, 3);
        probe.Receive(1, GossipProbe.Rumor(3, 1));
        probe.Receive(2, GossipProbe.Rumor(3, 4));
        probe.Receive(1, GossipProbe.Rumor(3, 3), 0.004);
        probe.Engine.Advance(GossipProbe.At(0.0051), probe);
        Assert.That(probe.SentOf<GossipPull>(), Is.Empty, "the lag of the third was learned");
        probe.Engine.Advance(GossipProbe.At(0.0081), probe);
        GossipPull pull = probe.SentOf<GossipPull>().Single();
        Assert.That(pull.Sequences, Is.EqualTo(new ulong[] { 2 }));
        Assert.That(probe.Sent.Single(s => s.Message == pull).To.Id, Is.EqualTo(GossipProbe.IdOf(2)));
        probe.Receive(2, GossipProbe.Rumor(3, 2), 0.01);
        Assert.That(probe.Delivered, Has.Count.EqualTo(4));
        Assert.That(probe.Counters.RumorsRepaired, Is.EqualTo(1));
    }
}
