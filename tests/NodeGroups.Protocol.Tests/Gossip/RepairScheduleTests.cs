using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class RepairScheduleTests
{
    private static readonly GossipSettings Settings = new();
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    [Test]
    public void Rounds_should_stay_quick_while_peers_are_silent_and_reach_the_idle_pace_all_the_same()
    {
        List<double> answered = Play(opensExchange: true);
        List<double> silent = Play(opensExchange: false);
        Assert.That(answered.Count(time => time < 0.37), Is.InRange(9, 10), "5, 10... 40, 120 ms");
        Assert.That(silent.Count(time => time < 0.37), Is.InRange(14, 19), "5, 10... 40, 46, 54... ms");
        Assert.That(answered, Has.Count.InRange(10, 12));
        Assert.That(silent, Has.Count.InRange(22, 30));
    }

    [Test]
    public void A_departure_should_bring_the_next_round_forward_unless_the_pace_is_idle()
    {
        RepairSchedule schedule = Create();
        schedule.NoteDeparture(default);
        Assert.That(schedule.Next.IsNever, "nothing retained, nothing to compare");
        schedule.NoteRumor(9, 100, default);
        MonotonicTime now = default;
        for (int round = 0; round < 10; round++)
        {
            now = schedule.Next;
            schedule.Complete(now, hasPeers: true, isRetaining: true);
            schedule.NoteOpening();
        }

        MonotonicTime departed = now + Settings.RepairInterval;
        Assert.That(schedule.Next, Is.GreaterThan(departed + Settings.RepairInterval));
        schedule.NoteDeparture(departed);
        Assert.That(schedule.Next, Is.LessThanOrEqualTo(departed + (0.55 * Latency)));
        while (schedule.Next - now < 0.9 * Settings.IdleRepairInterval)
        {
            now = schedule.Next;
            schedule.Complete(now, hasPeers: true, isRetaining: true);
        }

        now = schedule.Next;
        schedule.Complete(now, hasPeers: true, isRetaining: true);
        MonotonicTime idle = schedule.Next;
        schedule.NoteDeparture(now + Settings.RepairInterval);
        Assert.That(schedule.Next, Is.EqualTo(idle));
    }

    [Test]
    public void The_first_round_should_wait_until_the_rumor_should_be_everywhere()
    {
        RepairSchedule early = Create();
        early.NoteRumor(2, 1024, default);
        Assert.That(early.Next - default(MonotonicTime), Is.EqualTo(3.25 * Latency).Within(0.05 * Latency), "5 hops");
        early.NoteNews(default);
        Assert.That(early.Next - default(MonotonicTime), Is.EqualTo(3.25 * Latency).Within(0.05 * Latency), "kept");
    }

    private static RepairSchedule Create()
    {
        LatencyEstimate latency = new(2 * Latency, TimeSpan.Zero);
        GossipDelays delays = new(Settings, latency);
        return new RepairSchedule(Settings, delays, new MissingRumors(Settings, delays), new DeterministicRandom(1));
    }

    /// <summary>Gives the times of the rounds after one rumor, in seconds, before the idle pace is reached.</summary>
    private static List<double> Play(bool opensExchange)
    {
        RepairSchedule schedule = Create();
        schedule.NoteRumor(9, 100, default);
        List<double> times = [];
        MonotonicTime now = default;
        while (schedule.Next - now < 0.9 * Settings.IdleRepairInterval)
        {
            now = schedule.Next;
            times.Add(now.Ticks / (double)TimeSpan.TicksPerSecond);
            schedule.Complete(now, hasPeers: true, isRetaining: true);
            if (opensExchange)
            {
                schedule.NoteOpening();
            }
        }

        return times;
    }
}
