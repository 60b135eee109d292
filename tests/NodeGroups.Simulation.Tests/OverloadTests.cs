using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests;

/// <summary>All nodes share one process that carries only so many messages a second; the others wait.</summary>
public sealed class OverloadTests
{
    private const int Nodes = 100;
    private const double MessagesPerSecond = 3000;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    [Test]
    public void Cluster_should_become_quiet_again_after_its_process_stood_still_for_two_seconds()
    {
        using Simulation simulation = new(seed: 1, new SimulationOptions { CheckInvariants = false });
        simulation.AddJoinedNodes(Enumerable.Range(0, Nodes).Select(i => $"n{i}"));
        simulation.Run(TimeSpan.FromSeconds(5));
        Carry(simulation, backlog: 2 * MessagesPerSecond, TimeSpan.FromSeconds(18));
        long suspicions = Sum(simulation, counters => counters.SuspicionsRaised);
        long messages = Sum(simulation, counters => counters.MessagesSent);
        simulation.Run(TimeSpan.FromSeconds(2));
        Assert.That(simulation.Nodes.Select(node => node.All.View.Members.Count), Has.All.EqualTo(Nodes));
        Assert.That(Sum(simulation, counters => counters.SuspicionsRaised), Is.EqualTo(suspicions));
        Assert.That(Sum(simulation, counters => counters.MessagesSent) - messages, Is.LessThan(4 * Nodes * 2));
    }

    private static void Carry(Simulation simulation, double backlog, TimeSpan duration)
    {
        long sent = Sum(simulation, counters => counters.MessagesSent);
        for (MonotonicTime end = simulation.Now + duration; simulation.Now < end;)
        {
            TimeSpan wait = TimeSpan.FromSeconds(Math.Max(0.0005, backlog / MessagesPerSecond));
            simulation.Network.Latency = new Latency(0.9 * wait, 0.1 * wait);
            simulation.Run(Step);
            long now = Sum(simulation, counters => counters.MessagesSent);
            backlog = Math.Max(0, backlog + now - sent - (MessagesPerSecond * Step.TotalSeconds));
            sent = now;
        }
    }

    private static long Sum(Simulation simulation, Func<NodeCounters, long> count) =>
        simulation.Nodes.Sum(node => count(node.Counters));
}
