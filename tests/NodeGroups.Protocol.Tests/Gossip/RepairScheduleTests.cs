using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class RepairScheduleTests
{
    private static readonly GossipSettings Settings = new();

    [Test]
    public void Rounds_should_stay_quick_while_peers_are_silent_and_reach_the_idle_pace_all_the_same()
    {
        List<double> answered = Play(opensExchange: true);
        List<double> silent = Play(opensExchange: false);
        Assert.That(answered.Count(time => time < 0.37), Is.EqualTo(5), "10, 20, 40, 80, 160 ms");
        Assert.That(silent.Count(time => time < 0.37), Is.InRange(7, 9), "10, 20, 25, 31, 39, 49, 61, 76 ms");
        Assert.That(answered, Has.Count.InRange(10, 11));
        Assert.That(silent, Has.Count.InRange(15, 18));
    }

    [Test]
    public void A_departure_should_bring_the_next_round_forward_unless_the_pace_is_idle()
    {
        RepairSchedule schedule = Create();
        schedule.NoteDeparture(default);
        Assert.That(schedule.Next.IsNever, "nothing retained, nothing to compare");
        schedule.NoteRumor(default);
        MonotonicTime now = default;
        for (int round = 0; round < 7; round++)
        {
            now = schedule.Next;
            schedule.Complete(now, hasPeers: true, isRetaining: true);
            schedule.NoteOpening();
        }

        MonotonicTime departed = now + Settings.RepairInterval;
        Assert.That(schedule.Next, Is.GreaterThan(departed + Settings.RepairInterval));
        schedule.NoteDeparture(departed);
        Assert.That(schedule.Next, Is.LessThanOrEqualTo(departed + (1.1 * Settings.FirstRepairDelay)));
        while (schedule.Next - now < 0.9 * Settings.IdleRepairInterval)
        {
            now = schedule.Next;
            schedule.Complete(now, hasPeers: true, isRetaining: true);
        }

        MonotonicTime idle = schedule.Next;
        schedule.NoteDeparture(now + Settings.RepairInterval);
        Assert.That(schedule.Next, Is.EqualTo(idle));
    }

    private static RepairSchedule Create() => new(Settings, new MissingRumors(Settings), new DeterministicRandom(1));

    /// <summary>Gives the times of the rounds after one rumor, in seconds, before the idle pace is reached.</summary>
    private static List<double> Play(bool opensExchange)
    {
        RepairSchedule schedule = Create();
        schedule.NoteRumor(default);
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
