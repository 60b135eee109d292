using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests.Membership;

internal sealed class MembershipTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Test]
    public void Replaced_member_should_be_dead_at_once()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2), LoneMachine.Record(3));
        node.Execute(new ReportPeerSignal(LoneMachine.Record(3).ToPeer(), PeerSignal.Replaced));
        Assert.That(node.All.Contains(LoneMachine.Id(3)), Is.False);
        Assert.That(node.Effects.Views[^1].Failed, Has.Count.EqualTo(1));
    }

    [Test]
    public void Replaced_or_refused_should_mean_nothing_of_strangers_and_of_this_node()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2));
        node.Execute(new ReportPeerSignal(LoneMachine.Record(9).ToPeer(), PeerSignal.Replaced));
        node.Execute(new ReportPeerSignal(new Peer(NodeId.None, NodeAddress.Loopback(77)), PeerSignal.Refused));
        node.Execute(new ReportPeerSignal(LoneMachine.Record(1).ToPeer(), PeerSignal.Refused));
        Assert.That(node.All.Members, Has.Count.EqualTo(2));
    }

    [Test]
    public void New_life_that_speaks_should_bury_the_older_one_at_its_address()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2), LoneMachine.Record(3));
        node.HearItself(LoneMachine.Record(4, port: 3));
        Assert.That(node.All.Contains(LoneMachine.Id(3)), Is.False);
        Assert.That(node.All.Contains(LoneMachine.Id(4)), Is.True);
        node.Hear(3, LoneMachine.Record(3, incarnation: 1));
        Assert.That(node.All.Contains(LoneMachine.Id(4)), Is.True, "the older life cannot bury the newer one");
    }

    [Test]
    public void Life_that_claims_an_address_from_elsewhere_should_only_have_the_older_one_asked()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2), LoneMachine.Record(3));
        node.Effects.Sent.Clear();
        node.Hear(4, LoneMachine.Record(4, port: 3));
        Assert.That(node.All.Contains(LoneMachine.Id(3)), Is.True);
        Assert.That(
            node.Effects.Sent.Where(sent => sent.To.Id == LoneMachine.Id(3)).Select(sent => sent.Message),
            Has.Some.TypeOf<Ping>());
    }

    [Test]
    public void Hearsay_of_a_new_life_should_only_have_the_older_one_asked()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2), LoneMachine.Record(3));
        node.Effects.Sent.Clear();
        node.Hear(2, LoneMachine.Record(4, port: 3));
        Assert.That(node.All.Members, Has.Count.EqualTo(4));
        Assert.That(
            node.Effects.Sent.Where(sent => sent.To.Id == LoneMachine.Id(3)).Select(sent => sent.Message),
            Has.Some.TypeOf<Ping>());
    }

    [Test]
    public void Dead_member_that_speaks_should_be_told_once_a_period_and_come_back_by_a_higher_incarnation()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2), LoneMachine.Record(3));
        node.Hear(2, LoneMachine.Record(3, MemberStatus.Dead));
        node.Effects.Sent.Clear();
        Peer dead = LoneMachine.Record(3).ToPeer();
        node.Receive(dead, new Ping(1, []));
        node.Receive(dead, new GossipControl("all", GossipMessageKind.Announce, dead.Id, 1, 1, 0));
        Assert.That(node.Effects.Sent.Count(sent => sent.To == dead && sent.Message is MemberUpdates), Is.EqualTo(1));
        node.Hear(3, LoneMachine.Record(3));
        Assert.That(node.All.Contains(dead.Id), Is.False, "old news");
        node.Hear(3, LoneMachine.Record(3, incarnation: 1));
        Assert.That(node.All.Contains(dead.Id), Is.True);
    }

    [Test]
    public void Left_member_should_never_come_back()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2));
        node.Hear(2, LoneMachine.Record(2, MemberStatus.Left, 1));
        node.Hear(2, LoneMachine.Record(2, MemberStatus.Alive, 9));
        Assert.That(node.All.Members, Has.Count.EqualTo(1));
    }

    [Test]
    public void Accusation_should_be_refuted_once_and_absurd_ones_dropped()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2), LoneMachine.Record(1, MemberStatus.Suspect));
        node.Hear(2, LoneMachine.Record(1, MemberStatus.Dead));
        Assert.That(node.Machine.Counters.Refutations, Is.EqualTo(1));
        long dropped = node.Machine.Counters.MessagesDropped;
        node.Hear(2, LoneMachine.Record(1, MemberStatus.Dead, uint.MaxValue));
        Assert.That(node.Machine.Counters.MessagesDropped, Is.EqualTo(dropped + 1));
        Assert.That(node.All.Find(LoneMachine.Id(1))!.Incarnation, Is.EqualTo(1));
    }

    [Test]
    public void Restart_at_the_same_address_should_replace_the_old_life_everywhere([Range(1, 3)] int seed)
    {
        MachinePump pump = new(10, (ulong)seed);
        Assert.That(pump.RunUntil(() => pump.AllSee(10), Limit), Is.True);
        NodeId old = pump.Machines[9].Settings.Id;
        pump.Down.Add(9);
        pump.Run(TimeSpan.FromMilliseconds(50));
        pump.Restart(9);
        NodeId fresh = pump.Machines[9].Settings.Id;
        Assert.That(
            pump.RunUntil(
                () => pump.AllSee(10) && pump.Machines.All(machine => machine.FindView("all")!.Contains(fresh)
                    && !machine.FindView("all")!.Contains(old)),
                TimeSpan.FromSeconds(1)),
            Is.True);
    }

    [Test]
    public void Left_node_should_be_silent_and_tolerate_what_still_comes()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2));
        node.Execute(new StartCall(
            5, LoneMachine.Record(2).ToPeer(), default, "m", TimeSpan.FromSeconds(9), "", ReadOnlyMemory<byte>.Empty));
        node.Execute(new LeaveCluster());
        Assert.That(node.Effects.Sent[^1].Message.ToString(), Does.Contain(nameof(MemberUpdates)));
        node.Effects.Sent.Clear();
        Peer peer = LoneMachine.Record(2).ToPeer();
        node.Receive(peer, new Ping(1, []));
        node.Receive(peer, new Sync(true, true, [LoneMachine.Record(2, incarnation: 1)]));
        node.Execute(new LeaveCluster());
        node.Execute(new JoinGroup("g", GroupGossipOptions.Default));
        node.Execute(new PublishRumor(6, "all", RumorKind.Message, "t", ReadOnlyMemory<byte>.Empty));
        node.Execute(new ReportPeerSignal(peer, PeerSignal.Refused));
        Assert.That(node.Effects.Sent, Is.Empty);
        Assert.That(node.Effects.LeaveCount, Is.EqualTo(1));
        Assert.That(node.Machine.NextDeadline.IsNever, Is.True);
    }

    /// <summary>F82: a table larger than a frame goes in parts, and the receiver knows the last one.</summary>
    [Test]
    public void Messages_should_stay_below_a_frame_of_256_KiB_with_the_largest_records()
    {
        GroupName[] groups = [.. Enumerable.Range(0, 1024).Select(i => new GroupName($"{i:d4}".PadRight(128, 'x')))];
        LoneMachine node = new();
        node.Hear(2, [.. Enumerable.Range(2, 20).Select(i => LoneMachine.Record(i, groups: groups))]);
        node.Hear(2, LoneMachine.Record(3, MemberStatus.Suspect, groups: groups));
        node.Receive(LoneMachine.Record(3).ToPeer(), new Ping(1, []));
        node.Receive(LoneMachine.Record(2).ToPeer(), new Sync(true, true, []));
        var messages = node.Effects.Sent.Select(sent => sent.Message).OfType<MembershipMessage>().ToList();
        Assert.That(messages.OfType<Sync>().Count(), Is.GreaterThan(10));
        Assert.That(messages.OfType<Sync>().Sum(sync => sync.Updates.Count), Is.EqualTo(21));
        Assert.That(messages.OfType<Sync>().Count(sync => sync.IsLast), Is.EqualTo(1));
        Assert.That(messages.Max(message => message.Updates.Sum(Size)), Is.LessThan(256 * 1024));

        static int Size(Member member) => 64 + member.Groups.Sum(group => 2 + group.Value.Length);
    }

    [Test]
    public void Node_that_misses_answers_should_spread_changes_less_often()
    {
        LoneMachine node = new();
        node.Hear(2, [.. Enumerable.Range(2, 20).Select(number => LoneMachine.Record(number))]);
        int healthy = SpreadingsUntil(node, TimeSpan.FromMilliseconds(400));
        node.AdvanceTo(TimeSpan.FromMilliseconds(3600));
        int overloaded = SpreadingsUntil(node, TimeSpan.FromMilliseconds(4000));
        Assert.That(healthy, Is.GreaterThanOrEqualTo(10), "eight one in 20 ms, then one in 100");
        Assert.That(overloaded, Is.InRange(1, healthy / 3));
    }

    [Test]
    public void Old_life_at_this_address_should_be_buried_but_a_living_one_reported_and_left_alone()
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2), LoneMachine.Record(5, port: 1));
        Assert.That(node.All.Contains(LoneMachine.Id(5)), Is.False, "nothing tells yet that it lives");
        Assert.That(
            node.Effects.Notices.Select(notice => notice.Kind), Has.None.EqualTo(ProtocolNoticeKind.AddressConflict));
        node.Hear(2, LoneMachine.Record(5, incarnation: 1, port: 1));
        node.Hear(2, LoneMachine.Record(5, incarnation: 2, port: 1));
        Assert.That(node.All.Contains(LoneMachine.Id(5)), Is.True, "no mutual killing");
        ProtocolNotice[] conflicts =
            [.. node.Effects.Notices.Where(notice => notice.Kind == ProtocolNoticeKind.AddressConflict)];
        Assert.That(conflicts, Has.Length.EqualTo(1));
        Assert.That(conflicts[0].Detail, Does.Contain(LoneMachine.Id(5).ToString()));
        Assert.That(conflicts[0].Detail, Does.Contain(LoneMachine.Id(1).ToString()));
        Assert.That(conflicts[0].Detail, Does.Contain(NodeAddress.Loopback(1).ToString()));
    }

    [Test]
    public void Storm_of_joins_should_be_served_sixteen_at_a_time_and_nobody_forgotten()
    {
        LoneMachine node = new();
        for (int i = 2; i < 102; i++)
        {
            node.Receive(LoneMachine.Record(i).ToPeer(), new Sync(true, true, [LoneMachine.Record(i)]));
            node.Receive(LoneMachine.Record(i).ToPeer(), new Sync(true, true, [LoneMachine.Record(i)]));
        }

        Assert.That(Served(), Is.EqualTo(16));
        node.AdvanceTo(TimeSpan.FromMilliseconds(20));
        Assert.That(Served(), Is.EqualTo(32));
        node.AdvanceTo(TimeSpan.FromMilliseconds(400));
        IEnumerable<NodeId> answered =
            node.Effects.Sent.Where(sent => sent.Message is Sync { IsRequest: false }).Select(sent => sent.To.Id);
        Assert.That(answered.Distinct(), Is.EquivalentTo(Enumerable.Range(2, 100).Select(LoneMachine.Id)));

        int Served() => node.Effects.Sent.Count(sent => sent.Message is Sync { IsRequest: false, IsLast: true });
    }

    private static int SpreadingsUntil(LoneMachine node, TimeSpan end)
    {
        node.Effects.Sent.Clear();
        for (TimeSpan time = end - TimeSpan.FromMilliseconds(400); time <= end; time += TimeSpan.FromMilliseconds(10))
        {
            node.AdvanceTo(time);
            node.Hear(2, LoneMachine.Record(2, incarnation: (uint)time.TotalMilliseconds));
        }

        return node.Effects.Sent.Count(sent => sent.Message is MemberUpdates) / 3;
    }
}
