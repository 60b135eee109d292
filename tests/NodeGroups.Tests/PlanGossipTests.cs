namespace NodeGroups.Tests;

internal sealed class PlanGossipTests
{
    [Test]
    public async Task Group_should_tell_what_auto_would_do_for_its_members_and_its_wish()
    {
        await using TestCluster cluster = new();
        Node[] nodes = await cluster.StartManyAsync(3);
        IGroup wished = nodes[0].Groups.Put("wished", nodes.Select(node => node.Address));
        GossipPlan plan = nodes[0].All.PlanGossip(100);
        Assert.That(plan.Members, Is.EqualTo(3));
        Assert.That(plan.Strategy, Is.EqualTo(PlannedStrategy.Broadcast));
        Assert.That(plan.BusiestNodeSends, Is.EqualTo(2));
        Assert.That(plan.Conditions.Loss, Is.Zero);
        Assert.That(wished.PlanGossip(10_000, isStream: true).Conditions.IsStream, Is.True);
        Assert.That(wished.Options.Strategy, Is.SameAs(GossipStrategies.Auto), "the default");
        Assert.That(() => wished.PlanGossip(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            nodes[0].All.PlanGossip(100_000).Strategy, Is.EqualTo(PlannedStrategy.Striped), "whatever the strategy");
    }
}
