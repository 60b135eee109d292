using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Spread.Engine;

/// <summary>The spread model against the full simulator: the same strategies on real machines.</summary>
public sealed class ModelAgainstClusterTests
{
    private const int Nodes = 80;
    private const int Rumors = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(10);

    [TestCase("broadcast", 0.0)]
    [TestCase("ring", 0.0)]
    [TestCase("ring", 0.1)]
    [TestCase("tree", 0.0)]
    [TestCase("tree", 0.1)]
    [TestCase("push", 0.05)]
    [TestCase("push-forever", 0.0)]
    [TestCase("pushpull", 0.0)]
    [TestCase("rumor", 0.0)]
    [TestCase("plumtree", 0.0)]
    [TestCase("antientropy", 0.0)]
    [TestCase("auto", 0.0)]
    public void Same_strategy_should_cost_the_same_and_take_as_long_in_both(string name, double loss)
    {
        GossipStrategy strategy = GossipStrategies.FromName(name)!;
        SpreadResult model = SpreadModel.Run(new SpreadOptions
        {
            Code = strategy,
            Nodes = Nodes,
            Trials = 30,
            Loss = loss,
            Latency = SpreadLatency.Constant,
            Engine = new SpreadEngineOptions
            {
                MeanLatency = OneWay, Rumors = Rumors, Senders = Rumors, Interval = Pause / OneWay,
            },
        });
        // Rumors of one run share what its nodes have learned, so one run alone says little.
        (double Time, double Sends)[] rumors = [.. Enumerable.Range(11, 3).SelectMany(seed =>
            RunCluster(strategy, loss, (ulong)seed))];
        double[] times = [.. rumors.Select(rumor => rumor.Time)];
        double[] sends = [.. rumors.Select(rumor => rumor.Sends)];

        Assert.That(times.Average(), Is.EqualTo(model.TimeToAllMean).Within(
            Tolerance(times, [.. model.Trials.Select(trial => trial.TimeToAll)], 0.15)));
        Assert.That(sends.Average(), Is.EqualTo(model.PayloadSendsPerLiveNode).Within(
            Tolerance(sends, [.. model.Trials.Select(trial => trial.PayloadSends / (double)Nodes)], 0.05)));
    }

    [Test]
    public void Three_nodes_should_reach_all_as_often_as_the_exact_chain_in_both()
    {
        const int rumors = 400;
        GossipStrategy strategy = GossipStrategies.Push(Fanout.Constant(1));
        GossipSettings late = new() { FirstRepairDelay = TimeSpan.FromSeconds(1) };
        using Simulation simulation = Cluster(strategy, 3, late);
        int reached = 0;
        for (int i = 0; i < rumors; i++)
        {
            int delivered = 0;
            foreach (SimulatedNode node in simulation.Nodes)
            {
                node.All.OnRumor = _ => delivered++;
            }

            simulation.Nodes[i % 3].All.Gossip("topic", "text");
            simulation.Run(OneWay * 4);
            reached += delivered == 3 ? 1 : 0;
            simulation.Run(TimeSpan.FromSeconds(3));
        }

        SpreadResult model = SpreadModel.Run(new SpreadOptions
        {
            Code = strategy,
            Nodes = 3,
            Trials = rumors,
            Engine = new SpreadEngineOptions { Repair = false },
        });
        double exact = PushChain.FinalSizes(3, 3, 1, 0)[3];
        double tolerance = 4 * Math.Sqrt(exact * (1 - exact) / rumors);
        Assert.That(reached / (double)rumors, Is.EqualTo(exact).Within(tolerance));
        Assert.That(model.AllReachedShare, Is.EqualTo(exact).Within(tolerance));
    }

    [Test]
    public void Nodes_added_as_joined_should_know_each_other_and_stay()
    {
        using Simulation simulation = Cluster(GossipStrategies.RingPush(), 40, new GossipSettings());
        simulation.Run(TimeSpan.FromSeconds(20));

        Assert.That(simulation.Nodes, Has.All.Matches<SimulatedNode>(node => node.HasJoined));
        Assert.That(simulation.Nodes, Has.All.Matches<SimulatedNode>(node => node.All.View.Members.Count == 40));
    }

    private static Simulation Cluster(GossipStrategy strategy, int nodes, GossipSettings gossip, ulong seed = 11)
    {
        Simulation simulation = new(seed, new SimulationOptions
        {
            Strategy = GroupGossipOptions.Default with { Strategy = strategy },
            Gossip = gossip,
        });
        simulation.Network.Latency = new Latency(OneWay, TimeSpan.Zero);
        simulation.AddJoinedNodes(Enumerable.Range(0, nodes).Select(i => $"n{i}"));
        simulation.Run(TimeSpan.FromSeconds(15));
        return simulation;
    }

    private static (double Time, double Sends)[] RunCluster(GossipStrategy strategy, double loss, ulong seed)
    {
        using Simulation simulation = Cluster(strategy, Nodes, new GossipSettings(), seed);
        simulation.Network.Loss = loss;
        (double Time, double Sends)[] rumors = new (double, double)[Rumors];
        for (int i = 0; i < Rumors; i++)
        {
            int left = Nodes;
            MonotonicTime start = simulation.Now;
            MonotonicTime last = start;
            foreach (SimulatedNode node in simulation.Nodes)
            {
                node.All.OnRumor = _ => (left, last) = (left - 1, simulation.Now);
            }

            long before = simulation.Nodes.Sum(node => node.Counters.PayloadsSent);
            simulation.Nodes[i].All.Gossip("topic", "text");
            simulation.Run(Pause);
            Assert.That(left, Is.Zero);
            long sends = simulation.Nodes.Sum(node => node.Counters.PayloadsSent) - before;
            rumors[i] = ((last - start) / OneWay, sends / (double)Nodes);
        }

        return rumors;
    }

    /// <summary>Four standard errors of the difference of two means, and a share for rounding.</summary>
    private static double Tolerance(double[] few, double[] many, double share)
    {
        double error = Math.Sqrt((Variance(few) / few.Length) + (Variance(many) / many.Length));
        return (4 * error) + (share * many.Average());
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
