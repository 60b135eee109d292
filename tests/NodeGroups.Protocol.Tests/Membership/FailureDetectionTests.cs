using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests.Membership;

internal sealed class FailureDetectionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    [Test]
    public void Crash_should_be_known_to_all_in_half_a_second([Range(1, 5)] int seed)
    {
        MachinePump pump = Joined(50, (ulong)seed);
        pump.Run(TimeSpan.FromSeconds(5));
        pump.Crash(49);
        MonotonicTime crash = pump.Now;
        Assert.That(pump.RunUntil(() => pump.AllSee(49), HalfSecond), Is.True);
        TestContext.Out.WriteLine($"seed {seed}: {pump.Now - crash}");
        Assert.That(pump.Effects[0].Views[^1].Failed, Has.Count.EqualTo(1));
    }

    [Test]
    public void Crash_should_be_known_to_all_in_half_a_second_of_the_only_node_that_noticed([Range(1, 5)] int seed)
    {
        MachinePump pump = Joined(50, (ulong)seed);
        pump.Run(TimeSpan.FromSeconds(5));
        pump.Down.Add(49);
        pump.RefusesDown = true;
        pump.Execute(seed, new ReportPeerSignal(pump.PeerOf(49), PeerSignal.Reset));
        Assert.That(pump.RunUntil(() => pump.AllSee(49), HalfSecond), Is.True);
    }

    [Test]
    public void Crash_of_a_small_cluster_should_be_noticed_as_fast([Values(2, 3, 4)] int count)
    {
        MachinePump pump = Joined(count, 1);
        pump.Run(TimeSpan.FromSeconds(5));
        pump.Crash(0);
        Assert.That(pump.RunUntil(() => pump.AllSee(count - 1), HalfSecond), Is.True);
    }

    [Test]
    public void Crash_of_half_should_leave_the_survivors_in_view()
    {
        MachinePump pump = Joined(32, 3);
        pump.Run(TimeSpan.FromSeconds(5));
        for (int i = 16; i < 32; i++)
        {
            pump.Crash(i);
        }

        Assert.That(pump.RunUntil(() => pump.AllSee(16), Limit), Is.True);
        Assert.That(FalseDeaths(pump), Is.Zero);
    }

    [Test]
    public void One_broken_link_should_never_kill([Range(1, 5)] int seed)
    {
        MachinePump pump = Joined(12, (ulong)seed);
        pump.IsBroken = static (from, to) => from == 3 && to == 7;
        pump.Execute(3, new ReportPeerSignal(pump.PeerOf(7), PeerSignal.Reset));
        for (int i = 0; i < 30; i++)
        {
            // Evidence at every turn, as an application that keeps calling would make it.
            pump.Execute(3, new ReportPeerSignal(pump.PeerOf(7), PeerSignal.Refused));
            pump.Run(TimeSpan.FromSeconds(1));
        }

        Assert.That(pump.NoticeCount(ProtocolNoticeKind.MemberDied), Is.Zero);
        Assert.That(pump.NoticeCount(ProtocolNoticeKind.MemberSuspected), Is.Zero);
        Assert.That(pump.AllSee(12), Is.True);
    }

    [Test]
    public void One_cut_link_should_never_kill([Range(1, 3)] int seed)
    {
        MachinePump pump = Joined(8, (ulong)seed);
        pump.IsCut = static (from, to) => from == 3 && to == 7;
        pump.Run(TimeSpan.FromSeconds(60));
        Assert.That(pump.NoticeCount(ProtocolNoticeKind.MemberDied), Is.Zero);
    }

    [Test]
    public void Short_silence_should_be_suspected_and_refuted()
    {
        MachinePump pump = Joined(10, 2);
        pump.Paused.Add(9);
        Assert.That(pump.RunUntil(() => pump.NoticeCount(ProtocolNoticeKind.MemberSuspected) > 0, Limit), Is.True);
        pump.Paused.Clear();
        Assert.That(
            pump.RunUntil(() => AllAlive(pump) && pump.Machines[9].Counters.Refutations > 0, TimeSpan.FromSeconds(5)),
            Is.True);
        Assert.That(pump.NoticeCount(ProtocolNoticeKind.MemberDied), Is.Zero);
    }

    [Test]
    public void Long_pause_should_end_with_everybody_alive_and_nobody_accused([Range(1, 5)] int seed)
    {
        MachinePump pump = Joined(10, (ulong)seed);
        pump.Paused.Add(9);
        Assert.That(pump.RunUntil(() => pump.Machines[0].FindView("all")!.Members.Count == 9, Limit), Is.True);
        pump.Run(TimeSpan.FromSeconds(60));
        pump.Effects[9].Notices.Clear();
        pump.Paused.Clear();
        Assert.That(pump.RunUntil(() => AllAlive(pump), TimeSpan.FromSeconds(30)), Is.True);
        pump.Run(TimeSpan.FromSeconds(15));
        Assert.That(
            pump.Effects[9].Notices.Select(notice => notice.Kind), Has.No.Member(ProtocolNoticeKind.MemberDied));
        Assert.That(pump.Machines[9].Counters.SuspicionsRaised, Is.Zero);
        Assert.That(AllAlive(pump), Is.True);
    }

    [Test]
    public void Paused_node_should_notice_a_death_after_its_fresh_round()
    {
        MachinePump pump = Joined(2, 1);
        pump.Paused.Add(1);
        pump.Run(TimeSpan.FromSeconds(20));
        pump.Down.Add(0);
        pump.Paused.Clear();
        pump.Run(TimeSpan.FromSeconds(1.5));
        Assert.That(pump.NoticeCount(ProtocolNoticeKind.MemberSuspected), Is.EqualTo(1), "only by the other");
        Assert.That(pump.RunUntil(() => pump.AllSee(1), TimeSpan.FromSeconds(20)), Is.True);
    }

    private static MachinePump Joined(int count, ulong seed)
    {
        MachinePump pump = new(count, seed);
        Assert.That(pump.RunUntil(() => pump.AllSee(count), Limit), Is.True);
        return pump;
    }

    private static bool AllAlive(MachinePump pump) => pump.AllSee(pump.Machines.Count)
        && pump.Machines.All(machine =>
            machine.FindView("all")!.Members.All(member => member.Status == MemberStatus.Alive));

    private static int FalseDeaths(MachinePump pump) => Enumerable.Range(0, pump.Machines.Count)
        .Where(i => !pump.Down.Contains(i))
        .Sum(i => pump.Effects[i].Notices.Count(notice => notice.Kind == ProtocolNoticeKind.MemberDied
            && !pump.Down.Contains(notice.Member!.Address.Port - 7000)));
}
