using NodeGroups.Protocol.Membership;
using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests.Membership;

internal sealed class UpdateQueueTests
{
    [Test]
    public void Take_should_prefer_the_least_sent_and_then_the_newest()
    {
        UpdateQueue queue = new();
        queue.Add(LoneMachine.Record(1));
        queue.Add(LoneMachine.Record(2));
        Assert.That(Numbers(queue.Take(1, 9)), Is.EqualTo(new[] { 2, 1 }));
        queue.Add(LoneMachine.Record(3));
        Assert.That(Numbers(queue.Take(1, 9)), Is.EqualTo(new[] { 3, 2, 1 }));
    }

    [Test]
    public void Take_should_drop_what_was_sent_often_enough()
    {
        UpdateQueue queue = new();
        queue.Add(LoneMachine.Record(1));
        Assert.That(queue.Take(3, 6), Has.Length.EqualTo(1));
        Assert.That(queue.Take(3, 6), Has.Length.EqualTo(1));
        Assert.That(queue.Take(3, 6), Is.Empty);
        Assert.That(queue.Count, Is.Zero);
    }

    [Test]
    public void Add_should_replace_the_older_change_of_a_member_and_count_anew()
    {
        UpdateQueue queue = new();
        queue.Add(LoneMachine.Record(1));
        queue.Take(1, 2);
        queue.Add(LoneMachine.Record(1, incarnation: 1));
        Assert.That(queue.Count, Is.EqualTo(1));
        Assert.That(queue.Take(1, 2)[0].Incarnation, Is.EqualTo(1));
        Assert.That(queue.Take(1, 2), Has.Length.EqualTo(1));
    }

    [Test]
    public void Take_should_stay_within_count_and_bytes()
    {
        UpdateQueue queue = new();
        for (int i = 1; i <= 100; i++)
        {
            queue.Add(LoneMachine.Record(i));
        }

        Assert.That(queue.Take(1, 9), Has.Length.EqualTo(UpdateQueue.RecordsPerMessage));
        queue.Clear();
        GroupName[] groups = [.. Enumerable.Range(0, 1024).Select(i => new GroupName($"{i:d4}".PadRight(60, 'x')))];
        queue.Add(LoneMachine.Record(1, groups: groups));
        queue.Add(LoneMachine.Record(2, groups: groups));
        Assert.That(queue.Take(1, 9), Has.Length.EqualTo(1));
        Assert.That(queue.Take(1, 9, LoneMachine.Record(3, groups: groups)), Is.Empty);
        Assert.That(queue.Count, Is.EqualTo(2));
    }

    private static int[] Numbers(Member[] members) => [.. members.Select(member => (int)member.Id.Low)];
}
