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
    public void Machines_should_declare_a_silent_member_dead()
    {
        MachinePump pump = new(10);
        Assert.That(pump.RunUntil(() => pump.AllSee(10), Limit), Is.True);
        pump.Down.Add(9);
        Assert.That(pump.RunUntil(() => pump.AllSee(9), Limit), Is.True);
        Assert.That(pump.Effects[0].Views[^1].Failed, Has.Count.EqualTo(1));
    }

    [Test]
    public void Machines_should_bury_a_refusing_member_within_half_a_second_of_the_evidence()
    {
        MachinePump pump = new(10) { RefusesDown = true };
        Assert.That(pump.RunUntil(() => pump.AllSee(10), Limit), Is.True);
        pump.Down.Add(9);
        Peer killed = new(pump.Machines[9].Settings.Id, pump.Machines[9].Settings.Address);
        for (int i = 0; i < 9; i++)
        {
            pump.Execute(i, new ReportPeerSignal(killed, PeerSignal.Reset));
        }

        Assert.That(pump.RunUntil(() => pump.AllSee(9), TimeSpan.FromMilliseconds(500)), Is.True);
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
}
