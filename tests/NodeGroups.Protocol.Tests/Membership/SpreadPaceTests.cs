using NodeGroups.Protocol.Membership;

namespace NodeGroups.Protocol.Tests.Membership;

internal sealed class SpreadPaceTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    [Test]
    public void One_change_should_never_be_held_up()
    {
        SpreadPace pace = new(s_interval);
        MonotonicTime now = MonotonicTime.Zero + TimeSpan.FromSeconds(1);
        for (int i = 0; i < SpreadPace.Burst; i++)
        {
            pace.Note(now, trouble: 0);
            Assert.That(pace.Next - now, Is.EqualTo(s_interval));
            now = pace.Next;
        }
    }

    [Test]
    public void Spreadings_should_be_further_apart_while_changes_go_on_and_recover_in_a_quiet_time()
    {
        SpreadPace pace = new(s_interval);
        MonotonicTime now = MonotonicTime.Zero;
        for (int i = 0; i < 100; i++)
        {
            pace.Note(now, trouble: 0);
            now = pace.Next;
        }

        pace.Note(now, trouble: 0);
        Assert.That(pace.Next - now, Is.EqualTo(SpreadPace.SustainedIntervals * s_interval));
        now = pace.Next + (SpreadPace.Burst * SpreadPace.SustainedIntervals * s_interval);
        pace.Note(now, trouble: 0);
        Assert.That(pace.Next - now, Is.EqualTo(s_interval));
    }

    [Test]
    public void Node_in_trouble_should_pause_longer()
    {
        SpreadPace pace = new(s_interval);
        pace.Note(MonotonicTime.Zero, trouble: 3);
        Assert.That(pace.Next - MonotonicTime.Zero, Is.EqualTo(4 * s_interval));
    }
}
