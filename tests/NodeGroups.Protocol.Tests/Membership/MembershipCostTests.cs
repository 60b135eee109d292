using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests.Membership;

internal sealed class MembershipCostTests
{
    [Test]
    public void Hundred_nodes_should_join_through_one_seed_with_few_messages()
    {
        MachinePump pump = new(100);
        Assert.That(pump.RunUntil(() => pump.AllSee(100), TimeSpan.FromSeconds(10)), Is.True);
        TestContext.Out.WriteLine($"after {pump.Now}: {pump.MessagesSent} messages");
        pump.Run(TimeSpan.FromSeconds(2));
        TestContext.Out.WriteLine($"{pump.MessagesSent} messages");
        Assert.That(pump.MessagesSent, Is.LessThan(60_000));
        Assert.That(pump.NoticeCount(ProtocolNoticeKind.MemberSuspected), Is.Zero);
    }

    [Test]
    public void View_should_change_once_for_a_message_however_many_records_it_brings()
    {
        LoneMachine node = new();
        node.AdvanceTo(TimeSpan.FromMilliseconds(5));
        int before = node.Effects.Views.Count;
        node.Hear(2, [.. Enumerable.Range(2, 400).Select(i => LoneMachine.Record(i))]);
        Assert.That(node.Effects.Views, Has.Count.EqualTo(before + 1));
        Assert.That(node.Effects.Views[^1].Joined, Has.Count.EqualTo(400));
    }

    [Test]
    public void Views_of_a_large_group_should_wait_five_milliseconds_for_more_in_a_storm_of_joins()
    {
        LoneMachine node = new();
        node.AdvanceTo(TimeSpan.FromMilliseconds(5));
        node.Hear(2, [.. Enumerable.Range(2, 40).Select(i => LoneMachine.Record(i))]);
        int before = node.Effects.Views.Count;
        node.Hear(2, LoneMachine.Record(100));
        node.Hear(3, LoneMachine.Record(101));
        Assert.That(node.Effects.Views, Has.Count.EqualTo(before), "the view was built in this instant already");
        Assert.That(node.Machine.NextDeadline, Is.LessThanOrEqualTo(node.Now + TimeSpan.FromMilliseconds(5)));
        node.AdvanceTo(TimeSpan.FromMilliseconds(10));
        Assert.That(node.Effects.Views, Has.Count.EqualTo(before + 1));
        Assert.That(node.Effects.Views[^1].Joined, Has.Count.EqualTo(2));
    }

    [Test]
    public void Idle_node_should_send_a_ping_and_an_ack_a_period_and_rare_syncs()
    {
        const int Nodes = 20;
        MachinePump pump = new(Nodes, 4);
        Assert.That(pump.RunUntil(() => pump.AllSee(Nodes), TimeSpan.FromSeconds(10)), Is.True);
        pump.Run(TimeSpan.FromSeconds(60));
        Dictionary<string, int> counts = [];
        pump.Watch = (_, message) =>
            counts[message.GetType().Name] = counts.GetValueOrDefault(message.GetType().Name) + 1;
        pump.Run(TimeSpan.FromSeconds(60));
        TestContext.Out.WriteLine(string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.That(counts.Keys, Is.EquivalentTo(new[] { nameof(Ping), nameof(Ack), nameof(Sync) }));
        Assert.That(counts[nameof(Ping)], Is.InRange(Nodes * 59, Nodes * 60));
        Assert.That(counts[nameof(Ack)], Is.EqualTo(counts[nameof(Ping)]).Within(1));
        Assert.That(counts[nameof(Sync)], Is.LessThanOrEqualTo(Nodes * 3 * 2));
    }
}
