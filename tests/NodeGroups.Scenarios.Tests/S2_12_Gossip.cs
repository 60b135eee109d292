using System.Collections.Concurrent;
using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>What nobody tested: rumors.</summary>
internal sealed class S2_12_Gossip() : ScenarioFixture(helpers: 4)
{
    private static IEnumerable<TestCaseData> Fanouts =>
    [
        new TestCaseData(Fanout.Constant(0)).SetArgDisplayNames("0"),
        new TestCaseData(Fanout.Constant(1)).SetArgDisplayNames("1"),
        new TestCaseData(Fanout.Of(members => members)).SetArgDisplayNames("n"),
        new TestCaseData(Fanout.Of(members => members + 5)).SetArgDisplayNames("n+5"),
        new TestCaseData(Fanout.Of(_ => -1)).SetArgDisplayNames("-1"),
    ];

    [Test]
    public async Task S2_12_02_Handler_should_run_once_per_node_and_invocation()
    {
        const int rounds = 100;
        Node[] nodes = [Coordinator, .. N];
        ConcurrentDictionary<(NodeId, int), int> runs = [];
        using CountdownEvent left = new(nodes.Length * rounds);
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (Node node in nodes)
        {
            node.Handle(Scenario.Count, (number, _, _) =>
            {
                runs.AddOrUpdate((node.Id, number), 1, (_, count) => count + 1);
                if (left.Signal())
                {
                    all.SetResult();
                }

                return ValueTask.CompletedTask;
            });
        }

        for (int i = 0; i < rounds; i++)
        {
            await nodes[i % nodes.Length].All.GossipCallAsync(Scenario.Count, i, Token);
        }

        await all.Task.WaitAsync(Token);
        Assert.That(runs, Has.Count.EqualTo(nodes.Length * rounds));
        Assert.That(runs.Values, Is.All.EqualTo(1));
    }

    [Test]
    public async Task S2_12_03_Two_equal_rumors_at_once_should_both_be_delivered()
    {
        await using ISubscription<string> news = N[0].All.Subscribe(Scenario.News);
        RumorId[] ids = await Task.WhenAll(
            Coordinator.All.GossipAsync(Scenario.News, "same", Token).AsTask(),
            Coordinator.All.GossipAsync(Scenario.News, "same", Token).AsTask());
        List<Rumor<string>> heard = await Scenario.ReadAsync(news, 2, Token);
        Assert.That(ids.Distinct().Count(), Is.EqualTo(2));
        Assert.That(heard.Select(rumor => rumor.Id), Is.EquivalentTo(ids));
    }

    [TestCaseSource(nameof(Fanouts))]
    public async Task S2_12_04_Fanout_should_be_clamped_to_what_exists(Fanout fanout)
    {
        Assert.That(fanout.For(5), Is.InRange(0, 4));
        await AssertOneRumorReachesAllAsync(fanout);
    }

    [Test]
    public async Task S2_12_04_Fanout_that_throws_should_not_end_the_node()
    {
        Fanout throwing = Fanout.Of(_ => throw new InvalidOperationException("no fan-out"));
        await AssertOneRumorReachesAllAsync(throwing);
        Scenario.ServeDouble(N);
        Assert.That(await Coordinator.CallAsync(N[0].Address, Scenario.Double, 2, null, Token), Is.EqualTo(4));
    }

    [Test]
    public async Task S2_12_05_Memory_of_rumors_should_be_bounded_and_revive_none()
    {
        const int rumors = 400;
        Node small = await Cluster.StartNodeAsync(
            "small", options => options.Gossip = new GossipSettings { RetainedRumorsLimit = 16, WindowSize = 64 });
        await Cluster.WaitUntilAllSeeAllAsync();
        await using ISubscription<string> news = small.All.Subscribe(Scenario.News);
        HashSet<RumorId> ids = [];
        for (int i = 0; i < rumors; i++)
        {
            ids.Add(await N[i % 2].All.GossipAsync(Scenario.News, $"{i}", Token));
            List<Rumor<string>> heard = await Scenario.ReadAsync(news, 1, Token);
            Assert.That(heard[0].Value, Is.EqualTo($"{i}"), "in turn, so a second delivery would stand in its place");
        }

        NodeTotals totals = small.GetStatus().Totals;
        Assert.That(ids, Has.Count.EqualTo(rumors));
        Assert.That((totals.RumorsDelivered, totals.RumorsLost), Is.EqualTo(((long)rumors, 0L)));
    }

    [Test]
    public async Task S2_12_04_Broadcast_should_send_to_all_others_and_push_to_as_many_as_its_fanout()
    {
        GroupOptions one = new() { Strategy = GossipStrategies.Push(), Fanout = Fanout.Constant(1) };
        Assert.That(await CountPushedAsync(GossipStrategies.Broadcast, Fanout.Constant(1)), Is.EqualTo(N.Length - 1));
        Assert.That(await CountPushedAsync(one.Strategy, one.Fanout), Is.EqualTo(1));
    }

    [Test]
    public async Task S2_12_05_Old_rumor_that_comes_again_should_not_be_delivered()
    {
        Node small = await Cluster.StartNodeAsync(
            "small", options => options.Gossip = new GossipSettings { RetainedRumorsLimit = 16, WindowSize = 64 });
        await Cluster.WaitUntilAllSeeAllAsync();
        await using ISubscription<string> news = small.All.Subscribe(Scenario.News);
        RumorId first = await N[0].All.GossipAsync(Scenario.News, "first", Token);
        for (int i = 0; i < 100; i++)
        {
            await N[0].All.GossipAsync(Scenario.News, "later", Token);
        }

        await Scenario.ReadAsync(news, 101, Token);
        long redundant = small.GetStatus().Totals.RumorsRedundant;
        using RawClient stranger = await RawClient.IntroduceAsync(small, Token);
        byte[] payload = "\"first\""u8.ToArray();
        RumorMessage again = new(
            GroupName.All, first.Origin, first.Sequence, 1, RumorKind.Message, Scenario.News.Name, payload);
        await stranger.WriteAsync(RawClient.Frame(again));
        await stranger.WriteAsync(RawClient.Call(1, "nobody.serves", "1"u8));
        await stranger.ReadRepliesAsync(1);
        await N[0].All.GossipAsync(Scenario.News, "last", Token);
        List<Rumor<string>> heard = await Scenario.ReadAsync(news, 1, Token);
        Assert.That(heard[0].Value, Is.EqualTo("last"));
        Assert.That(small.GetStatus().Totals.RumorsRedundant, Is.GreaterThan(redundant), "it has come again");
    }

    /// <summary>Lets one rumor reach all of a group, and counts what its origin has sent of itself.</summary>
    private async Task<long> CountPushedAsync(GossipStrategy strategy, Fanout fanout)
    {
        GroupName name = strategy.Name;
        GroupOptions options = new() { Strategy = strategy, Fanout = fanout };
        IGroup[] groups = await Task.WhenAll(N.Select(node => node.JoinAsync(name, options, Token).AsTask()));
        await Task.WhenAll(groups.Select(group => group.WaitForMembersAsync(N.Length, Token).AsTask()));
        ISubscription<string>[] subscriptions = [.. groups.Select(group => group.Subscribe(Scenario.News))];
        NodeTotals before = N[0].GetStatus().Totals;
        await groups[0].GossipAsync(Scenario.News, "x", Token);
        await Task.WhenAll(subscriptions.Select(one => Scenario.ReadAsync(one, 1, Token)));
        NodeTotals after = N[0].GetStatus().Totals;
        return after.PayloadsSent - before.PayloadsSent - (after.PayloadsRepaired - before.PayloadsRepaired);
    }

    private async Task AssertOneRumorReachesAllAsync(Fanout fanout)
    {
        GroupOptions options = new() { Strategy = GossipStrategies.Push(), Fanout = fanout };
        IGroup[] groups = await Task.WhenAll(N.Select(node => node.JoinAsync("g", options, Token).AsTask()));
        await Task.WhenAll(groups.Select(group => group.WaitForMembersAsync(N.Length, Token).AsTask()));
        ISubscription<string>[] subscriptions = [.. groups.Select(group => group.Subscribe(Scenario.News))];
        await groups[1].GossipAsync(Scenario.News, "x", Token);
        foreach (ISubscription<string> subscription in subscriptions)
        {
            await Scenario.ReadAsync(subscription, 1, Token);
        }
    }
}
