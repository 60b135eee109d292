using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests;

/// <summary>Many nodes start one after another, as the children of the first node do.</summary>
public sealed class QuietStartTests
{
    private const int Old = 3;
    private const int Newcomers = 40;
    private const string Group = "workers";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(30);

    [Test]
    public void Quiet_newcomers_should_be_in_every_view_as_soon_as_they_are_introduced(
        [Range(1, 8)] int seed)
    {
        using Simulation simulation = new((ulong)seed);
        Launch(simulation, QuietLimit);
        Introduce(simulation);
        simulation.Run(TimeSpan.FromMilliseconds(100));
        Assert.That(Members(simulation, GroupName.All), Has.All.EqualTo(Old + Newcomers));
        Assert.That(Members(simulation, new GroupName(Group)), Has.All.EqualTo(Newcomers));
    }

    [Test]
    public void Quiet_newcomers_should_cost_a_fifth_of_the_messages()
    {
        using Simulation loud = new(seed: 1);
        using Simulation quiet = new(seed: 1);
        Launch(loud, TimeSpan.Zero);
        Launch(quiet, QuietLimit);
        Introduce(quiet);
        Assert.That(Sent(quiet) * 5, Is.LessThan(Sent(loud)));
    }

    [Test]
    public void Quiet_newcomers_should_see_within_a_second_who_came_after_them([Range(1, 4)] int seed)
    {
        using Simulation simulation = new((ulong)seed);
        Launch(simulation, QuietLimit);
        simulation.Run(TimeSpan.FromSeconds(1.5));
        Assert.That(
            simulation.Nodes.Skip(Old).Select(node => node.All.View.Members.Count), Has.All.EqualTo(Old + Newcomers));
    }

    [Test]
    public void Quiet_newcomers_should_introduce_themselves_when_nobody_does([Range(1, 4)] int seed)
    {
        using Simulation simulation = new((ulong)seed);
        Launch(simulation, TimeSpan.FromSeconds(3));
        simulation.Run(TimeSpan.FromSeconds(15));
        Assert.That(Members(simulation, GroupName.All), Has.All.EqualTo(Old + Newcomers));
        Assert.That(Members(simulation, new GroupName(Group)), Has.All.EqualTo(Newcomers));
    }

    [Test]
    public void Rumor_of_one_who_does_not_know_the_newcomers_should_reach_them([Range(1, 4)] int seed)
    {
        using Simulation simulation = new((ulong)seed);
        Launch(simulation, QuietLimit);
        simulation.Nodes[Old - 1].All.Gossip("news", "early");
        simulation.Run(Step);
        Introduce(simulation);
        simulation.RunUntil(
            () => simulation.Nodes.Skip(Old).All(node => node.All.Received.Count == 1), TimeSpan.FromSeconds(5));
    }

    private static void Launch(Simulation simulation, TimeSpan quietLimit)
    {
        for (int i = 0; i < Old; i++)
        {
            simulation.AddNode($"old{i}");
        }

        simulation.Run(TimeSpan.FromSeconds(5));
        for (int i = 0; i < Newcomers; i++)
        {
            SimulatedNode node = simulation.AddNode($"new{i}", own => own with { QuietLimit = quietLimit });
            simulation.Run(Step);
            node.Join(new GroupName(Group));
        }

        simulation.Run(Step);
    }

    private static void Introduce(Simulation simulation)
    {
        NodeId[] newcomers = [.. simulation.Nodes.Skip(Old).Select(node => node.Id)];
        simulation.Nodes[0].Execute(new Introduce(newcomers, [.. simulation.Nodes.Select(node => node.Id)]));
        foreach (SimulatedNode node in simulation.Nodes.Skip(Old))
        {
            node.Execute(new EndQuiet());
        }
    }

    private static IEnumerable<int> Members(Simulation simulation, GroupName group) =>
        simulation.Nodes.Where(node => group == GroupName.All || node.Name.StartsWith("new", StringComparison.Ordinal))
            .Select(node => node.Group(group).View.Members.Count);

    private static long Sent(Simulation simulation) => simulation.Nodes.Sum(node => node.Counters.MessagesSent);
}
