using NodeGroups.Protocol;

namespace NodeGroups.Tests;

/// <summary>Options that travel with a group-wide put.</summary>
internal sealed class GroupOptionsTests
{
    private static IEnumerable<GossipStrategy> Strategies() =>
    [
        GossipStrategies.Broadcast, GossipStrategies.Push(), GossipStrategies.Push(Fanout.Constant(3)),
        GossipStrategies.RingPush(Fanout.Log(1)), GossipStrategies.PushForever(), GossipStrategies.PushPull(),
        GossipStrategies.AntiEntropy(), GossipStrategies.Auto, GossipStrategies.Plumtree(),
        GossipStrategies.Plumtree(new PlumtreeOptions { Rings = 2 }), GossipStrategies.Tree(),
        GossipStrategies.RumorMongering(),
        GossipStrategies.RumorMongering(new RumorMongeringOptions { K = 5, UsesFeedback = false, UsesCoin = true }),
    ];

    [TestCaseSource(nameof(Strategies))]
    public void Strategy_should_be_read_back_from_its_text(GossipStrategy strategy)
    {
        GroupOptions options = new() { Strategy = strategy, Fanout = Fanout.ForReliability(0.999) };
        GroupOptions read = GroupOptionsData.From(options)!.ToOptions(new NodeOptions());
        Assert.That(read.Strategy.ToString(), Is.EqualTo(strategy.ToString()));
        Assert.That(read.Fanout.ToString(), Is.EqualTo("0.999"));
    }

    [Test]
    public void Strategy_with_a_function_for_a_fan_out_should_not_travel() => Assert.That(
        GroupOptionsData.From(new GroupOptions { Strategy = GossipStrategies.Push(Fanout.Of(n => n / 2)) }), Is.Null);

    [Test]
    public async Task Group_wide_put_should_give_all_members_the_same_options()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        GroupOptions options = new() { Strategy = GossipStrategies.RingPush(), Fanout = Fanout.Log(1) };
        GroupReply<GroupView> put = await nodes[0].All.PutGroupAsync(
            "shards", nodes.Select(node => node.Address), options, cluster.Token);
        GroupStatus status = await nodes[0].All.GetStatusAsync(cluster.Token);
        Assert.That(put.AllReplied, Is.True, string.Join("; ", put));
        Assert.That(
            status.Members.Select(member => member.HeldGroups.Single(group => group.Group == "shards")),
            Is.All.EqualTo(new HeldGroup("shards", GroupKind.Defined, 3, "ring", "log+1")));
    }

    [Test]
    public async Task Custom_strategy_should_be_found_by_name_and_fault_only_where_it_is_not_registered()
    {
        await using TestCluster cluster = new();
        GossipStrategy own = GossipStrategies.Custom("mine", GossipStrategies.Push().Create);
        Node first = await cluster.StartAsync("first", options => options.Strategies.Add(own));
        Node second = await cluster.StartAsync("second");
        await first.All.WaitForMembersAsync(2, cluster.Token);
        GroupReply<GroupView> put = await first.All.PutGroupAsync(
            "shards", [second.Address], new GroupOptions { Strategy = own }, cluster.Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(put.Find(first.Id)!.HasValue, Is.True);
            Assert.That(put.Find(second.Id)!.Error!.Reason, Is.EqualTo(CallResult.Refused));
            Assert.That(
                put.Find(second.Id)!.Error!.Message,
                Does.Contain("no gossip strategy 'mine'").And.EndsWith("has to be in its NodeOptions.Strategies."));
            Assert.That(first.Groups.Find("shards")!.Options.Strategy, Is.SameAs(own));
            Assert.That(second.Groups.TryGet("shards", out _), Is.False);
            Assert.That(
                async () => await first.All.PutGroupAsync(
                    "shards", [second.Address], new GroupOptions { Fanout = Fanout.Of(n => n) }),
                Throws.ArgumentException);
        }
    }

    [Test]
    public async Task Options_should_be_the_defaults_again_when_a_group_is_made_anew()
    {
        await using TestCluster cluster = new();
        Node node = await cluster.StartAsync("alpha");
        GroupOptions own = new() { Strategy = GossipStrategies.Broadcast };
        Assert.That(node.Groups.Put("shards", [], own).Options, Is.EqualTo(own));
        Assert.That(node.Groups.Put("shards", [node.Address]).Options, Is.EqualTo(own), "It goes on.");
        node.Groups.Delete("shards");
        Assert.That(node.Groups.Put("shards", []).Options, Is.EqualTo(new GroupOptions()));
        IGroup joined = await node.JoinAsync("orders", own, cluster.Token);
        await joined.DisposeAsync();
        Assert.That((await node.JoinAsync("orders", null, cluster.Token)).Options, Is.EqualTo(new GroupOptions()));
    }

    [Test]
    public void Strategies_of_the_library_should_be_known_by_their_names() => Assert.That(
        GroupOptionsData.LibraryStrategies.Select(name => GossipStrategies.FromName(name)?.Name),
        Is.EqualTo(GroupOptionsData.LibraryStrategies)
            .And.EquivalentTo(Strategies().Select(strategy => strategy.Name).Distinct()));

    [Test]
    public void Strategy_must_not_take_a_name_of_the_library()
    {
        GossipStrategy own = GossipStrategies.Custom("mine", GossipStrategies.Push().Create);
        NodeOptions options = new() { Strategies = { GossipStrategies.Push(), own, null!, own } };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Assert.Throws<NodeOptionsException>(options.Validate)!.Problems, Is.EqualTo(new[]
            {
                "Strategies: 'push' is a strategy of the library; give yours another name.",
                "Strategies: one is null.",
                "Strategies: 'mine' is there twice.",
            }));
            Assert.That(
                () => GossipStrategies.Custom("push", GossipStrategies.Push().Create),
                Throws.ArgumentException.With.Message.Contains("'push' is a strategy of the library"));
            Assert.That(
                GossipStrategies.Custom("none", () => null!).Create,
                Throws.InvalidOperationException.With.Message.Contains("'none' made no instance"));
        }
    }
}
