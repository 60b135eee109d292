using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

/// <summary>A process that is stopped keeps its connections, and its place in every view until it is
/// found out.</summary>
public sealed class SilentMemberTests
{
    private static IReadOnlyList<StrategyPromise> Promises => StrategyPromise.All;

    [TestCaseSource(nameof(Promises))]
    public void A_silent_member_should_not_slow_the_others(StrategyPromise promise)
    {
        SimulationOptions options = new() { Strategy = new GroupGossipOptions(promise.Strategy, Fanout.Log(2)) };
        using Simulation simulation = new(seed: 21, options);
        SimulatedNode[] nodes = [.. Enumerable.Range(0, 30).Select(i => simulation.AddNode($"n{i}"))];
        simulation.RunUntil(() => nodes.All(n => n.All.View.Members.Count == 30), TimeSpan.FromMinutes(1));
        for (int i = 0; i < 20; i++)
        {
            nodes[i].All.Gossip("warm-up", "x");
            simulation.Run(TimeSpan.FromMilliseconds(100));
        }

        SimulatedNode busiest = nodes.MaxBy(static n => n.Counters.PayloadsSent)!;
        SimulatedNode[] others = [.. nodes.Where(n => n != busiest)];
        busiest.Pause();
        List<TimeSpan> lasts = [];
        for (int i = 0; i < 20; i++)
        {
            MonotonicTime published = simulation.Now;
            RumorId id = others[i].All.Gossip("t", "x");
            simulation.RunUntil(() => others.All(n => n.All.Received.Any(r => r.Id == id)), TimeSpan.FromSeconds(5));
            lasts.Add(simulation.Now - published);
            simulation.Run(TimeSpan.FromMilliseconds(50));
        }

        lasts.Sort();
        TestContext.Out.WriteLine(
            $"{promise}: last p50 {lasts[10].TotalMilliseconds:F1} ms, most {lasts[^1].TotalMilliseconds:F1} ms");
        Assert.That(lasts[^1].TotalSeconds, Is.LessThan(promise.LastWithin));
    }
}
