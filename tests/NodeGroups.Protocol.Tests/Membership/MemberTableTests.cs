using NodeGroups.Protocol.Membership;
using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests.Membership;

internal sealed class MemberTableTests
{
    [Test]
    public void Full_table_should_give_a_newcomer_the_place_of_the_oldest_tombstone()
    {
        MemberTable table = new(3);
        table.Set(LoneMachine.Record(1), At(0));
        table.Set(LoneMachine.Record(2, MemberStatus.Dead), At(2));
        table.Set(LoneMachine.Record(3, MemberStatus.Left), At(1));
        Assert.That(table.Set(LoneMachine.Record(4, MemberStatus.Dead), At(3)), Is.False, "no tombstone for another");
        Assert.That(table.Set(LoneMachine.Record(5), At(3)), Is.True);
        Assert.That(table.Find(LoneMachine.Id(3)), Is.Null);
        Assert.That(table.Set(LoneMachine.Record(6), At(3)), Is.True);
        Assert.That(table.Find(LoneMachine.Id(2)), Is.Null);
        Assert.That(table.Set(LoneMachine.Record(7), At(3)), Is.False, "members are never evicted");
        Assert.That(table.Count, Is.EqualTo(3));
        Assert.That(table.Find(LoneMachine.Id(6))!.Id, Is.EqualTo(LoneMachine.Id(6)));
    }

    [Test]
    public void Present_should_agree_with_a_slow_twin_and_be_built_only_when_asked()
    {
        MemberTable table = new(1000);
        DeterministicRandom random = new(5);
        MemberStatus[] statuses = [MemberStatus.Alive, MemberStatus.Suspect, MemberStatus.Dead];
        for (int i = 0; i < 2000; i++)
        {
            int number = random.NextInt32(50) + 1;
            table.Set(LoneMachine.Record(number, statuses[random.NextInt32(3)], port: (number % 7) + 1), At(0));
            if (i % 100 == 99)
            {
                Member[] twin = [.. table.Snapshot().Where(member => member.IsPresent).OrderBy(member => member.Id)];
                Assert.That(table.Present, Is.EqualTo(twin));
                Assert.That(table.PresentCount, Is.EqualTo(twin.Length));
                Assert.That(
                    table.Others(NodeAddress.Loopback(3), NodeId.None),
                    Is.EquivalentTo(twin.Where(member => member.Address.Port == 3)));
            }
        }

        Assert.That(table.Builds, Is.EqualTo(20));
    }

    [Test]
    public void Forget_should_drop_old_tombstones_alone()
    {
        MemberTable table = new(9);
        table.Set(LoneMachine.Record(1), At(0));
        table.Set(LoneMachine.Record(2, MemberStatus.Dead), At(0));
        table.Set(LoneMachine.Record(3, MemberStatus.Dead), At(50));
        table.Forget(At(100), TimeSpan.FromSeconds(60));
        Assert.That(table.Snapshot().Select(member => member.Id.Low), Is.EquivalentTo(new[] { 1UL, 3UL }));
        Assert.That(table.Find(LoneMachine.Id(3)), Is.Not.Null);
    }

    [Test]
    public void Draw_should_be_uniform_distinct_and_without_the_excluded()
    {
        MemberTable table = new(99);
        for (int i = 1; i <= 10; i++)
        {
            table.Set(LoneMachine.Record(i), At(0));
        }

        int[] counts = new int[11];
        DeterministicRandom random = new(1);
        for (int i = 0; i < 8000; i++)
        {
            List<Member> drawn = table.Draw(3, LoneMachine.Id(1), LoneMachine.Id(2), random);
            Assert.That(drawn.Distinct().Count(), Is.EqualTo(3));
            drawn.ForEach(member => counts[member.Id.Low]++);
        }

        Assert.That(counts[1] + counts[2], Is.Zero);
        Assert.That(counts.Skip(3), Has.All.InRange(2800, 3200));
        Assert.That(table.Draw(99, LoneMachine.Id(1), LoneMachine.Id(1), random), Has.Count.EqualTo(9));
    }

    [Test]
    public void MayTell_and_HoldProbes_should_limit_the_rate()
    {
        MemberTable table = new(9);
        NodeId id = LoneMachine.Id(1);
        table.Set(LoneMachine.Record(1, MemberStatus.Dead), At(0));
        Assert.That(table.MayTell(id, At(0), TimeSpan.FromSeconds(1)), Is.True);
        Assert.That(table.MayTell(id, At(0.9), TimeSpan.FromSeconds(1)), Is.False);
        Assert.That(table.MayTell(id, At(1), TimeSpan.FromSeconds(1)), Is.True);
        table.HoldProbes(id, At(5));
        Assert.That(table.MayProbe(id, At(4)), Is.False);
        Assert.That(table.MayProbe(id, At(5)), Is.True);
    }

    private static MonotonicTime At(double seconds) => MonotonicTime.FromOrigin(TimeSpan.FromSeconds(seconds));
}
