using NodeGroups.Protocol.Membership;
using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests.Membership;

internal sealed class JoinerTests
{
    private readonly MemberTable _table = new(99);

    [Test]
    public void Joiner_without_foreign_seeds_should_have_joined()
    {
        Assert.That(Create().HasJoined, Is.True);
        Assert.That(Create(1).HasJoined, Is.True, "its own address is no seed");
    }

    [Test]
    public void Joiner_should_ask_every_seed_with_growing_pauses_until_answered()
    {
        Joiner joiner = Create(2, 3, 3, 1);
        MonotonicTime now = MonotonicTime.Zero;
        TimeSpan last = TimeSpan.Zero;
        for (int i = 0; i < 12; i++)
        {
            Assert.That(joiner.TakeTargets(_table, now).Select(peer => peer.Address.Port), Is.EqualTo(new[] { 2, 3 }));
            last = joiner.NextAttempt - now;
            Assert.That(last, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(12.5)));
            now = joiner.NextAttempt;
        }

        Assert.That(last, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(7.5)));
        Assert.That(joiner.Complete(now), Is.True);
        Assert.That(joiner.Complete(now), Is.False);
        Assert.That(joiner.NextAttempt, Is.GreaterThan(now));
    }

    [Test]
    public void Joiner_should_go_on_asking_absent_seeds_and_dead_members_whose_address_is_free()
    {
        Joiner joiner = Create(2, 3);
        joiner.Complete(MonotonicTime.Zero);
        _table.Set(LoneMachine.Record(2), MonotonicTime.Zero);
        _table.Set(LoneMachine.Record(4, MemberStatus.Dead), MonotonicTime.Zero);
        _table.Set(LoneMachine.Record(5, MemberStatus.Dead, port: 2), MonotonicTime.Zero);
        for (int i = 0; i < 5; i++)
        {
            Assert.That(
                joiner.TakeTargets(_table, joiner.NextAttempt).Select(peer => peer.Address.Port),
                Is.EqualTo(new[] { 3, 4 }));
        }
    }

    private static Joiner Create(params int[] ports) => new(
        new MachineSettings
        {
            Id = LoneMachine.Id(1),
            Name = "n1",
            Address = NodeAddress.Loopback(1),
            RandomSeed = 1,
            Seeds = [.. ports.Select(NodeAddress.Loopback)],
        },
        new DeterministicRandom(1));
}
