using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class MissingRumorsTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(20);
    private static readonly NodeId Origin = GossipProbe.IdOf(9);
    private static readonly NodeId One = GossipProbe.IdOf(1);
    private static readonly NodeId Two = GossipProbe.IdOf(2);

    [Test]
    public void It_should_ask_late_and_the_holders_in_turn_until_rumors_are_no_longer_retained()
    {
        MissingRumors missing = Create();
        Assert.That(missing.Note(Origin, 1, One, default));
        Assert.That(missing.Note(Origin, 1, Two, default), Is.False);
        Assert.That(missing.TryTake(GossipProbe.At(0.0012), out _, out _, out _), Is.False);
        List<(double Time, NodeId Holder)> asked = [];
        while (!missing.Next.IsNever)
        {
            MonotonicTime now = missing.Next;
            if (missing.TryTake(now, out _, out ulong sequence, out NodeId holder))
            {
                Assert.That(sequence, Is.EqualTo(1));
                asked.Add((now.Ticks / (double)TimeSpan.TicksPerSecond, holder));
            }
        }

        Assert.That(asked[..4].Select(one => one.Holder), Is.EqualTo(new[] { Two, One, Two, One }));
        double[] times = [0.00125, 0.02625, 0.05125, 0.10125];
        Assert.That(asked[..4].Select(one => one.Time), Is.EqualTo(times).Within(1e-9));
        Assert.That(asked[^1].Time, Is.InRange(50, 60), "as long as the holder may retain it");
        Assert.That(asked, Has.Count.LessThan(50));
        Assert.That(missing.Note(Origin, 1, One, default), "forgotten");
    }

    [Test]
    public void A_further_holder_should_be_asked_when_the_patience_with_the_first_is_over()
    {
        MissingRumors missing = Create();
        missing.Note(Origin, 1, One, default);
        for (double time = 0.005; time < 0.1; time = missing.Next.Ticks / (double)TimeSpan.TicksPerSecond)
        {
            Assert.That(missing.TryTake(missing.Next, out _, out _, out _));
        }

        missing.Note(Origin, 1, Two, GossipProbe.At(0.1));
        Assert.That(missing.TryTake(GossipProbe.At(0.1), out _, out _, out _), Is.False, "asked a moment ago");
        missing.Note(Origin, 1, Two, GossipProbe.At(0.13));
        Assert.That(missing.TryTake(GossipProbe.At(0.13), out _, out _, out _));
    }

    [Test]
    public void A_holder_that_is_gone_should_be_left_out()
    {
        MissingRumors missing = Create();
        missing.Note(Origin, 1, One, default);
        missing.Note(Origin, 1, Two, default);
        MonotonicTime now = GossipProbe.At(0.005);
        Assert.That(missing.TryTake(now, out _, out _, out NodeId holder) && holder == Two);
        missing.NoteGone(Origin, 1, Two, now);
        Assert.That(missing.TryTake(now, out _, out _, out holder) && holder == One);
        missing.NoteGone(Origin, 1, One, now);
        Assert.That(missing.TryTake(GossipProbe.At(9), out _, out _, out _), Is.False);
        Assert.That(missing.Next.IsNever);
    }

    [Test]
    public void It_should_wait_longer_once_it_has_asked_too_early_and_shorter_when_nothing_comes_by_itself()
    {
        MissingRumors missing = Create();
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

        Assert.That(missing.ArrivalDelay.TotalSeconds, Is.EqualTo(0.00125).Within(1e-9));
    }

    [Test]
    public void Of_two_copies_from_the_one_asked_the_second_should_not_pass_for_an_answer()
    {
        MissingRumors missing = Create();
        missing.Note(Origin, 1, One, default);
        missing.TryTake(GossipProbe.At(0.005), out _, out _, out _);
        Assert.That(missing.Complete(Origin, 1, One, GossipProbe.At(0.006)));
        Assert.That(missing.Complete(Origin, 1, One, GossipProbe.At(0.007)), Is.False);
    }

    [Test]
    public void It_should_leave_an_announced_rumor_to_the_strategy_for_a_while()
    {
        MissingRumors missing = Create();
        missing.Note(Origin, 1, One, default);
        missing.NoteAnnounced(Origin, 1, Two, GossipProbe.At(0.001));
        Assert.That(missing.TryTake(GossipProbe.At(2), out _, out _, out _), Is.False);
        missing.NoteAsked(Origin, 1, Two, GossipProbe.At(2));
        Assert.That(missing.TryTake(GossipProbe.At(3.9), out _, out _, out _), Is.False);
        Assert.That(missing.TryTake(GossipProbe.At(4.1), out _, out _, out NodeId holder));
        Assert.That(holder, Is.EqualTo(One), "the other was asked by the strategy");
    }

    [Test]
    public void It_should_stay_bounded()
    {
        MissingRumors missing = Create();
        for (ulong s = 1; s <= 20_000; s++)
        {
            Assert.That(missing.Note(Origin, s, One, default), Is.EqualTo(s <= 16_384));
        }
    }

    private static MissingRumors Create()
    {
        GossipSettings settings = new();
        return new MissingRumors(settings, new GossipDelays(settings, new LatencyEstimate(RoundTrip, default)));
    }
}
