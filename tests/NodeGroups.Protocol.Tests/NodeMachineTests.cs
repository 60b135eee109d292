using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests;

internal sealed class NodeMachineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Test]
    public void Machines_should_all_see_all_and_notice_a_leave()
    {
        MachinePump pump = new(10);
        Assert.That(pump.RunUntil(() => pump.AllSee(10), Limit), Is.True);
        pump.Execute(9, new LeaveCluster());
        pump.Down.Add(9);
        Assert.That(pump.Effects[9].LeaveCount, Is.EqualTo(1));
        Assert.That(pump.RunUntil(() => pump.AllSee(9), TimeSpan.FromSeconds(1)), Is.True);
        Assert.That(pump.Effects[0].Views[^1].Left, Has.Count.EqualTo(1));
    }

    [Test]
    public void Call_of_a_member_that_left_should_end_at_once()
    {
        MachinePump pump = new(3);
        Assert.That(pump.RunUntil(() => pump.AllSee(3), Limit), Is.True);
        Peer gone = pump.PeerOf(2);
        pump.Execute(2, new LeaveCluster());
        pump.Down.Add(2);
        Assert.That(pump.RunUntil(() => pump.AllSee(2), Limit), Is.True);
        pump.Execute(0, new StartCall(7, gone, default, "test.echo", TimeSpan.FromMinutes(1), "", default));
        CompletedCall ended = pump.Effects[0].Completed.Single();
        Assert.That((ended.Token, ended.Result), Is.EqualTo((7L, CallResult.Unreachable)));
    }

    [Test]
    public void Machines_should_declare_a_silent_member_dead()
    {
        MachinePump pump = new(10);
        Assert.That(pump.RunUntil(() => pump.AllSee(10), Limit), Is.True);
        pump.Down.Add(9);
        Assert.That(pump.RunUntil(() => pump.AllSee(9), Limit), Is.True);
        Assert.That(pump.Effects[0].Views[^1].Failed, Has.Count.EqualTo(1));
    }

    [Test]
    public void Machines_should_see_all_again_after_a_partition()
    {
        MachinePump pump = new(10);
        Assert.That(pump.RunUntil(() => pump.AllSee(10), Limit), Is.True);
        pump.IsCut = static (from, to) => from < 5 != to < 5;
        Assert.That(pump.RunUntil(() => pump.AllSee(5), Limit), Is.True);
        pump.IsCut = static (_, _) => false;
        Assert.That(pump.RunUntil(() => pump.AllSee(10), Limit), Is.True);
    }

    [Test]
    public void A_machine_should_take_a_record_at_its_own_address_for_its_dead_old_life()
    {
        MachineSettings settings = new()
        {
            Id = new NodeId(1, 1),
            Name = "a",
            Address = NodeAddress.Loopback(1),
            RandomSeed = 1,
        };
        NodeMachine machine = new(settings);
        RecordingEffects effects = new();
        machine.Start(MonotonicTime.Zero, effects);
        Peer peer = new(new NodeId(2, 2), NodeAddress.Loopback(2));
        Member other = new(peer.Id, "b", peer.Address, MemberStatus.Alive, 0, []);
        Member oldLife = new(new NodeId(3, 3), "a", settings.Address, MemberStatus.Suspect, 1, []);
        machine.Receive(peer, new MemberUpdates([other, oldLife]), MonotonicTime.Zero, effects);
        GroupView view = machine.FindView(GroupName.All)!;
        Assert.That(view.Contains(peer.Id), Is.True);
        Assert.That(view.Contains(oldLife.Id), Is.False);
        Assert.That(effects.Sent.Select(s => s.To.Address), Has.None.EqualTo(settings.Address));
    }
}
