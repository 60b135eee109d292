using System.Text;
using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests;

public sealed class ScenarioTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Test]
    public void Nodes_should_find_each_other_through_the_first()
    {
        using Simulation simulation = new(seed: 1);
        SimulatedNode[] nodes = Add(simulation, 10);
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        Assert.That(nodes.All(n => n.HasJoined), Is.True);
        Assert.That(simulation.Now - MonotonicTime.Zero, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(nodes[3].Local.View.Members, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_partition_should_heal_by_itself()
    {
        using Simulation simulation = new(seed: 42);
        SimulatedNode[] nodes = Add(simulation, 20);
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        simulation.Network.Loss = 0.05;
        simulation.Network.Partition(nodes[..10], nodes[10..]);
        simulation.RunUntil(() => nodes.All(n => n.All.View.Members.Count == 10), Limit);
        simulation.Network.Heal();
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        Assert.That(simulation.Coverage.Cut, Is.Positive);
        Assert.That(simulation.Coverage.Lost, Is.Positive);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_crashed_node_should_leave_every_view(bool evidence)
    {
        using Simulation simulation = new(seed: 3, new SimulationOptions { EvidenceSignals = evidence });
        SimulatedNode[] nodes = Add(simulation, 8);
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        MonotonicTime crash = simulation.Now;
        nodes[5].Crash();
        simulation.RunUntil(() => nodes.Where(n => n.IsRunning).All(n => n.All.View.Members.Count == 7), Limit);
        TestContext.Out.WriteLine($"evidence {evidence}: {simulation.Now - crash}");
        Assert.That(nodes[5].All.View.Members, Is.Empty);
        Assert.That(simulation.Coverage.Crashes, Is.EqualTo(1));
    }

    [Test]
    public void A_restarted_node_should_be_another_life()
    {
        using Simulation simulation = new(seed: 4);
        SimulatedNode[] nodes = Add(simulation, 5);
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        NodeId old = nodes[2].Id;
        nodes[2].Restart();
        Assert.That(nodes[2].Id, Is.Not.EqualTo(old));
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        Assert.That(nodes.Any(n => n.All.View.Contains(old)), Is.False);
    }

    [Test]
    public void A_node_that_leaves_should_be_gone_without_suspicion()
    {
        using Simulation simulation = new(seed: 5);
        SimulatedNode[] nodes = Add(simulation, 5);
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        nodes[1].LeaveCluster();
        simulation.RunUntil(() => nodes.Where(n => n != nodes[1]).All(n => n.All.View.Members.Count == 4), Limit);
        Assert.That(nodes[1].IsRunning, Is.False);
        Assert.That(simulation.Coverage.Deaths, Is.Zero);
    }

    [Test]
    public void A_pause_should_end_in_a_full_view()
    {
        using Simulation simulation = new(seed: 6, new SimulationOptions { EvidenceSignals = false });
        SimulatedNode[] nodes = Add(simulation, 6);
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        nodes[4].Pause();
        simulation.Run(TimeSpan.FromSeconds(60));
        Assert.That(nodes[0].All.View.Members, Has.Count.EqualTo(5));
        nodes[4].Resume();
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        Assert.That(simulation.Coverage.Refutations, Is.Positive);
    }

    [Test]
    public void Rumors_should_reach_every_member_once_in_spite_of_loss_and_duplication()
    {
        using Simulation simulation = new(seed: 7);
        SimulatedNode[] nodes = Add(simulation, 12);
        SimulatedNode[] members = nodes[..8];
        foreach (SimulatedNode node in members)
        {
            node.Join("orders");
        }

        simulation.RunUntil(
            () => AllSeeAll(nodes) && members.All(n => n.Group("orders").View.Members.Count == 8), Limit);
        simulation.Network.Loss = 0.1;
        simulation.Network.Duplication = 0.2;
        simulation.Network.Reordering = 0.2;
        for (int i = 0; i < 50; i++)
        {
            members[i % 8].Group("orders").Gossip("prices", $"price {i}");
        }

        simulation.RunUntil(() => members.All(n => n.Group("orders").ReceivedCount == 50), Limit);
        Assert.That(members[3].Group("orders").Received.Select(r => r.Text).Distinct().Count(), Is.EqualTo(50));
        Assert.That(nodes[8..].Sum(n => n.Group("orders").ReceivedCount), Is.Zero);
    }

    [Test]
    public void Calls_should_end_as_replied_failed_unknown_or_unreachable()
    {
        using Simulation simulation = new(seed: 8);
        SimulatedNode[] nodes = Add(simulation, 3);
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        nodes[1].Handle("shout", a => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(a.Span) + "!"));
        nodes[1].Handle("fail", _ => throw new InvalidOperationException("no"));
        SimulatedCall shout = nodes[0].Call(nodes[1], "shout", "hi"u8.ToArray());
        SimulatedCall self = nodes[1].Call(nodes[1], "shout", "me"u8.ToArray());
        SimulatedCall fail = nodes[0].Call(nodes[1], "fail");
        SimulatedCall unknown = nodes[0].Call(nodes[2], "shout");
        simulation.RunUntil(() => new[] { shout, self, fail, unknown }.All(c => c.IsCompleted), Limit);
        Assert.That((shout.Result, shout.Text), Is.EqualTo((CallResult.Replied, "hi!")));
        Assert.That((self.Result, self.Text), Is.EqualTo((CallResult.Replied, "me!")));
        Assert.That((fail.Result, fail.ErrorText), Is.EqualTo((CallResult.HandlerFailed, "no")));
        Assert.That(unknown.Result, Is.EqualTo(CallResult.UnknownMethod));
        nodes[2].Crash();
        SimulatedCall lost = nodes[0].Call(nodes[2], "shout", timeout: TimeSpan.FromSeconds(30));
        simulation.RunUntil(() => lost.IsCompleted, Limit);
        Assert.That(lost.Result, Is.EqualTo(CallResult.Unreachable));
    }

    [Test]
    public void Held_frames_should_arrive_in_one_burst_and_do_no_harm()
    {
        using Simulation simulation = new(seed: 9, new SimulationOptions { EvidenceSignals = false });
        SimulatedNode[] nodes = Add(simulation, 6);
        simulation.RunUntil(() => AllSeeAll(nodes), Limit);
        foreach (SimulatedNode node in nodes[1..])
        {
            simulation.Network.Hold(node, nodes[0]);
        }

        simulation.Run(TimeSpan.FromSeconds(2.5));
        simulation.Network.Heal();
        simulation.Run(TimeSpan.FromSeconds(30));
        Assert.That(AllSeeAll(nodes), Is.True);
        Assert.That(simulation.Coverage.Held, Is.Positive);
    }

    [Test]
    public void Fifty_nodes_under_many_faults_should_run_the_same_twice()
    {
        (ulong Hash, long Events) first = RunFifty(11);
        Assert.That(RunFifty(11), Is.EqualTo(first));
        Assert.That(RunFifty(12), Is.Not.EqualTo(first));

        static (ulong Hash, long Events) RunFifty(ulong seed)
        {
            using Simulation simulation = new(seed);
            SimulatedNode[] nodes = Add(simulation, 50);
            simulation.Network.Loss = 0.1;
            simulation.Run(TimeSpan.FromSeconds(3));
            nodes[7].Crash();
            nodes[9].Restart();
            nodes[1].All.Gossip("t", "x");
            simulation.Network.Partition(nodes[..20], nodes[20..]);
            simulation.Run(TimeSpan.FromSeconds(3));
            simulation.Network.Heal();
            nodes[2].All.Gossip("t", "y");
            simulation.Run(TimeSpan.FromSeconds(5));
            return (simulation.Transcript.Hash, simulation.EventCount);
        }
    }

    [Test]
    public void A_timeout_should_tell_seed_time_and_last_lines()
    {
        using Simulation simulation = new(seed: 77);
        Add(simulation, 2);
        Assert.That(
            () => simulation.RunUntil(() => false, TimeSpan.FromSeconds(2)),
            Throws.TypeOf<SimulationTimeoutException>().With.Message.Contains("new Simulation(seed: 77)")
                .And.Message.Contains("virtual time 2.000000s").And.Message.Contains("#1 -> #0 Sent"));
    }

    [Test]
    public void A_broken_invariant_should_stop_the_run_and_name_itself()
    {
        using Simulation simulation = new(seed: 78);
        simulation.Invariants.Add(new NoSecondSecond());
        simulation.AddNode("alone");
        Assert.That(
            () => simulation.Run(TimeSpan.FromSeconds(3)),
            Throws.TypeOf<InvariantViolationException>().With.Property("Invariant").EqualTo("no second second")
                .And.Message.Contains("Seed 78"));
    }

    private static SimulatedNode[] Add(Simulation simulation, int count) =>
        [.. Enumerable.Range(0, count).Select(i => simulation.AddNode($"n{i}"))];

    private static bool AllSeeAll(SimulatedNode[] nodes) =>
        nodes.All(n => n.All.View.Members.Select(m => m.Id).SequenceEqual(nodes.Select(o => o.Id).Order()));

    private sealed class NoSecondSecond : IInvariant
    {
        public string Name => "no second second";

        public string? Observe(Observation observation) => null;

        public string? Check(MonotonicTime now) =>
            now >= MonotonicTime.Zero + TimeSpan.FromSeconds(2) ? "There was one." : null;
    }
}
