using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class MissingRumorsTests
{
    private static readonly NodeId Origin = GossipProbe.IdOf(9);
    private static readonly NodeId One = GossipProbe.IdOf(1);
    private static readonly NodeId Two = GossipProbe.IdOf(2);

    [Test]
    public void It_should_ask_late_and_at_most_four_times_and_the_latest_holder()
    {
        MissingRumors missing = new(new GossipSettings());
        Assert.That(missing.Note(Origin, 1, One, default));
        Assert.That(missing.Note(Origin, 1, Two, default), Is.False);
        Assert.That(missing.TryTake(GossipProbe.At(0.004), out _, out _, out _), Is.False);
        List<double> times = [];
        while (!missing.Next.IsNever)
        {
            MonotonicTime now = missing.Next;
            if (missing.TryTake(now, out _, out ulong sequence, out NodeId holder))
            {
                Assert.That((sequence, holder), Is.EqualTo((1UL, Two)));
                times.Add(now.Ticks / (double)TimeSpan.TicksPerSecond);
            }
        }

        Assert.That(times, Is.EqualTo(new[] { 0.005, 0.105, 0.305, 0.705 }).Within(1e-9));
        Assert.That(missing.Note(Origin, 1, One, default), "given up: the next digest may tell of it again");
    }

    [Test]
    public void It_should_wait_longer_once_it_has_asked_too_early_and_shorter_when_nothing_comes_by_itself()
    {
        MissingRumors missing = new(new GossipSettings());
        missing.Note(Origin, 1, One, default);
        missing.TryTake(GossipProbe.At(0.005), out _, out _, out _);
        Assert.That(missing.Complete(Origin, 1, Two, GossipProbe.At(0.02)), Is.False, "it came by itself");
        Assert.That(missing.Complete(Origin, 1, One, GossipProbe.At(0.03)), "the answer");
        Assert.That(missing.Complete(Origin, 1, One, GossipProbe.At(0.03)), Is.False, "a third copy");
        Assert.That(missing.ArrivalDelay.TotalSeconds, Is.EqualTo(0.04).Within(1e-9));
        for (ulong s = 2; s < 40; s++)
        {
            MonotonicTime now = GossipProbe.At(s);
            missing.Note(Origin, s, One, now);
            missing.TryTake(GossipProbe.At(s + 0.1), out _, out _, out _);
            Assert.That(missing.Complete(Origin, s, One, GossipProbe.At(s + 0.5)));
        }

        Assert.That(missing.ArrivalDelay.TotalSeconds, Is.EqualTo(0.005).Within(1e-9));
    }

    [Test]
    public void Of_two_copies_from_the_one_asked_the_second_should_not_pass_for_an_answer()
    {
        MissingRumors missing = new(new GossipSettings());
        missing.Note(Origin, 1, One, default);
        missing.TryTake(GossipProbe.At(0.005), out _, out _, out _);
        Assert.That(missing.Complete(Origin, 1, One, GossipProbe.At(0.006)));
        Assert.That(missing.Complete(Origin, 1, One, GossipProbe.At(0.007)), Is.False);
    }

    [Test]
    public void It_should_leave_an_announced_rumor_to_the_strategy_for_a_while()
    {
        MissingRumors missing = new(new GossipSettings());
        missing.Note(Origin, 1, One, default);
        missing.NoteAnnounced(Origin, 1, Two, GossipProbe.At(0.001));
        Assert.That(missing.TryTake(GossipProbe.At(2), out _, out _, out _), Is.False);
        missing.NoteAsked(Origin, 1, Two, GossipProbe.At(2));
        Assert.That(missing.TryTake(GossipProbe.At(3.9), out _, out _, out _), Is.False);
        Assert.That(missing.TryTake(GossipProbe.At(4.1), out _, out _, out NodeId holder));
        Assert.That(holder, Is.EqualTo(Two));
    }

    [Test]
    public void It_should_stay_bounded()
    {
        MissingRumors missing = new(new GossipSettings());
        for (ulong s = 1; s <= 20_000; s++)
        {
            Assert.That(missing.Note(Origin, s, One, default), Is.EqualTo(s <= 16_384));
        }
    }
}
