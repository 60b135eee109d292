using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class GossipSwarmTests
{
    private static readonly GossipSettings LateRepair = new() { FirstRepairDelay = TimeSpan.FromSeconds(1) };

    private static IEnumerable<GossipStrategy> Strategies =>
    [
        GossipStrategies.Broadcast,
        GossipStrategies.Push(),
        GossipStrategies.Push(Fanout.Constant(1)),
        GossipStrategies.RingPush(),
        GossipStrategies.Auto,
        GossipStrategies.Plumtree(),
        GossipStrategies.Tree(),
        GossipStrategies.PushForever(),
        GossipStrategies.PushPull(),
        GossipStrategies.RumorMongering(),
        GossipStrategies.RumorMongering(new RumorMongeringOptions { UsesFeedback = false, UsesCoin = true }),
        GossipStrategies.AntiEntropy(),
    ];

    [TestCaseSource(nameof(Strategies))]
    public void Every_rumor_should_reach_everybody_once_over_a_network_that_loses_a_third(GossipStrategy strategy)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            GossipSwarm swarm = new(50, strategy, 0.3, seed);
            for (int i = 0; i < 10; i++)
            {
                swarm.Publish(i * 3);
                swarm.RunUntil(0.02 * (i + 1));
            }

            swarm.RunUntil(55);
            Assert.That(swarm.Lost, Is.Positive);
            foreach (GossipProbe node in swarm.Nodes)
            {
                string run = $"{strategy} seed {seed}";
                Assert.That(node.Delivered.Select(r => r.Id).Distinct().Count(), Is.EqualTo(10), run);
                Assert.That(node.Delivered, Has.Count.EqualTo(10), run);
                Assert.That(node.Counters.RumorsLost, Is.Zero);
            }

            swarm.RunUntil(1000);
            Assert.That(swarm.Nodes.Select(n => n.Engine.NextDeadline), Is.All.EqualTo(MonotonicTime.Never), "idle");
        }
    }

    [Test]
    public void Rings_should_reach_everybody_with_three_sends_each_when_nothing_is_lost()
    {
        int repeated = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            GossipSwarm swarm = new(60, GossipStrategies.RingPush(Fanout.Constant(3)), 0, seed, settings: LateRepair);
            swarm.Publish((int)seed);
            swarm.RunUntil(0.08);
            Assert.That(swarm.Nodes.Select(n => n.Delivered.Count), Is.All.EqualTo(1), $"seed {seed}");
            GossipProbe[] others = [.. swarm.Nodes.Where((_, index) => index != (int)seed)];
            Assert.That(others.Select(n => n.Counters.PayloadsSent), Is.All.LessThanOrEqualTo(3), $"seed {seed}");
            repeated += swarm.Nodes[(int)seed].Counters.PayloadsSent > 3 ? 1 : 0;
        }

        Assert.That(repeated, Is.LessThanOrEqualTo(6), "two of three confirmations come mostly in time");
    }

    [Test]
    public void A_newcomer_should_get_what_is_retained()
    {
        GossipSwarm swarm = new(20, GossipStrategies.Push(), 0.1, 3);
        for (int i = 0; i < 30; i++)
        {
            swarm.Publish(i % 20);
        }

        swarm.RunUntil(5);
        GossipProbe early = swarm.Join(3);
        swarm.RunUntil(8);
        Assert.That(early.Delivered, Has.Count.EqualTo(30));
        swarm.RunUntil(100);
        GossipProbe late = swarm.Join(3);
        swarm.RunUntil(200);
        Assert.That(late.Delivered, Is.Empty);
        Assert.That(late.Counters.RumorsLost, Is.Zero);
    }

    [Test]
    public void The_same_seed_should_give_the_same_run()
    {
        string Run()
        {
            GossipSwarm swarm = new(30, GossipStrategies.Push(), 0.2, 9);
            swarm.Publish(4);
            swarm.RunUntil(30);
            return string.Join(
                ',', swarm.Nodes.Select(n => $"{n.Counters.PayloadsSent}/{n.Counters.GossipControlsSent}"));
        }

        string first = Run();
        Assert.That(Run(), Is.EqualTo(first));
    }
}
