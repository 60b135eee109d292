using NodeGroups.Protocol;

namespace NodeGroups.Scenarios.Tests;

/// <summary>The journeys a newcomer is led through.</summary>
internal sealed class S2_8_Scenarios() : ScenarioFixture(helpers: 5)
{
    [Test]
    public async Task S2_8_01_Group_of_three_should_tell_its_ids()
    {
        IGroup group = Coordinator.Groups.Put("groupA", Addresses(N[..3]));
        GroupStatus status = await group.GetStatusAsync(Token);
        Assert.That(status.Members.Select(member => member.Id), Is.EquivalentTo(Ids(N[..3])));
    }

    [Test]
    public async Task S2_8_02_Node_added_later_should_be_in_the_groups_status()
    {
        IGroup group = Coordinator.Groups.Put("groupB", Addresses(N[..2]));
        Coordinator.Groups.Add("groupB", N[2].Address);
        GroupStatus status = await group.GetStatusAsync(Token);
        Assert.That(status.Members.Select(member => member.Id), Is.EquivalentTo(Ids(N[..3])));
    }

    [Test]
    public async Task S2_8_03_Two_nodes_should_have_their_own_views_of_one_name()
    {
        N[0].Groups.Put("groupC", Addresses(N[1]));
        N[1].Groups.Put("groupC", Addresses(N[..2]));
        IGroup group = Coordinator.Groups.Put("both", Addresses(N[..2]));
        GroupReply<GroupView> views = await group.GetGroupAsync("groupC", Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Addresses(views.Find(N[0].Id)!.Value), Is.EqualTo(Addresses(N[1])));
            Assert.That(Addresses(views.Find(N[1].Id)!.Value), Is.EquivalentTo(Addresses(N[..2])));
        }
    }

    [TestCase("0")]
    [TestCase("1")]
    [TestCase("3")]
    [TestCase("log")]
    [TestCase("0.999")]
    public async Task S2_8_04_Gossip_should_inform_every_node_whatever_the_fanout(string fanout)
    {
        GroupOptions options = new() { Strategy = GossipStrategies.Push(), Fanout = Fanout.Parse(fanout) };
        IGroup[] groups =
            await Task.WhenAll(N.Select(node => node.JoinAsync("experiment", options, Token).AsTask()));
        await Task.WhenAll(groups.Select(group => group.WaitForMembersAsync(N.Length, Token).AsTask()));
        ISubscription<string>[] subscriptions = [.. groups.Select(group => group.Subscribe(Scenario.News))];
        NodeTotals before = N[0].GetStatus().Totals;
        await groups[0].GossipAsync(Scenario.News, "informed", Token);
        foreach (ISubscription<string> subscription in subscriptions)
        {
            List<Rumor<string>> heard = await Scenario.ReadAsync(subscription, 1, Token);
            Assert.That(heard[0].Value, Is.EqualTo("informed"));
        }

        NodeTotals after = N[0].GetStatus().Totals;
        long pushed = after.PayloadsSent - before.PayloadsSent - (after.PayloadsRepaired - before.PayloadsRepaired);
        int limit = options.Fanout.For(N.Length);
        Assert.That(pushed, Is.InRange(Math.Min(1, limit), limit));
    }
}
