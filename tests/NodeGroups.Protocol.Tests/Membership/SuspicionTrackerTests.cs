using NodeGroups.Protocol.Membership;
using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests.Membership;

internal sealed class SuspicionTrackerTests
{
    private static readonly NodeId Id = LoneMachine.Id(1);
    private readonly MembershipSettings _settings = new();

    [Test]
    public void Timeout_should_grow_with_the_logarithm_and_shrink_to_half_by_confirmations()
    {
        SuspicionTracker tracker = new(_settings);
        Assert.That(tracker.Timeout(2, 0), Is.EqualTo(TimeSpan.FromSeconds(4)));
        Assert.That(tracker.Timeout(100, 0), Is.EqualTo(TimeSpan.FromSeconds(8)));
        Assert.That(tracker.Timeout(100, 1), Is.InRange(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)));
        Assert.That(tracker.Timeout(100, 3), Is.EqualTo(TimeSpan.FromSeconds(4)));
        Assert.That(tracker.Timeout(100, 99), Is.EqualTo(TimeSpan.FromSeconds(4)));
        Assert.That(tracker.Timeout(2, 5), Is.EqualTo(TimeSpan.FromSeconds(4)), "nobody could confirm");
    }

    [TestCase(2, 0)]
    [TestCase(3, 1)]
    [TestCase(4, 2)]
    [TestCase(1000, 2)]
    public void RefusalsNeeded_should_be_two_or_all_others(int members, int expected) =>
        Assert.That(SuspicionTracker.RefusalsNeeded(members), Is.EqualTo(expected));

    [Test]
    public void Confirm_should_shorten_only_by_hard_evidence_with_enough_refusals()
    {
        SuspicionTracker tracker = new(_settings);
        tracker.Start(Id, MonotonicTime.Zero, 10);
        tracker.Confirm(Id, 2, 1, hard: true, 10, MonotonicTime.Zero);
        tracker.Confirm(Id, 0, 2, hard: false, 10, MonotonicTime.Zero);
        Assert.That(tracker.NextDeadline, Is.GreaterThan(At(1)));
        tracker.Confirm(Id, 2, 2, hard: true, 10, At(0.1));
        Assert.That(tracker.NextDeadline, Is.EqualTo(At(0.1) + _settings.ConfirmedSuspicionTimeout));
        tracker.Confirm(Id, 0, 0, hard: false, 10, At(0.1));
        Assert.That(tracker.NextDeadline, Is.EqualTo(At(0.25)), "a deadline only comes nearer");
    }

    [Test]
    public void Restart_should_give_the_whole_time_again_also_to_later_confirmations()
    {
        SuspicionTracker tracker = new(_settings);
        tracker.Start(Id, MonotonicTime.Zero, 10);
        tracker.Restart(Id, At(3), 10);
        tracker.Confirm(Id, 3, 0, hard: false, 10, At(3));
        Assert.That(tracker.NextDeadline, Is.EqualTo(At(5)));
    }

    [Test]
    public void TakeExpired_should_return_each_once_and_none_that_was_removed()
    {
        SuspicionTracker tracker = new(_settings);
        tracker.Start(Id, MonotonicTime.Zero, 2);
        tracker.Start(Id, At(2), 2);
        tracker.Start(LoneMachine.Id(2), MonotonicTime.Zero, 2);
        tracker.Remove(LoneMachine.Id(2));
        Assert.That(tracker.TakeExpired(At(3.9)), Is.Empty);
        Assert.That(tracker.TakeExpired(At(4)), Is.EqualTo(new[] { Id }));
        Assert.That(tracker.TakeExpired(At(9)), Is.Empty);
        Assert.That(tracker.NextDeadline.IsNever, Is.True);
    }

    private static MonotonicTime At(double seconds) => MonotonicTime.FromOrigin(TimeSpan.FromSeconds(seconds));
}
