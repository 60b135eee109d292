using NodeGroups.Protocol.Membership;

namespace NodeGroups.Protocol.Tests.Membership;

internal sealed class MemberPrecedenceTests
{
    [Test]
    public void Supersedes_should_order_every_small_pair_as_the_chain_says()
    {
        MemberStatus[] statuses = [MemberStatus.Alive, MemberStatus.Suspect, MemberStatus.Dead];
        List<Member> chain = [];
        for (uint incarnation = 0; incarnation < 4; incarnation++)
        {
            foreach (MemberStatus status in statuses)
            {
                chain.Add(Record(status, incarnation));
            }
        }

        for (int i = 0; i < chain.Count; i++)
        {
            Member left = Record(MemberStatus.Left, chain[i].Incarnation);
            for (int j = 0; j < chain.Count; j++)
            {
                Assert.That(MemberPrecedence.Supersedes(chain[i], chain[j]), Is.EqualTo(i > j), $"{i} over {j}");
                Assert.That(MemberPrecedence.Supersedes(left, chain[j]), Is.True);
                Assert.That(MemberPrecedence.Supersedes(chain[j], left), Is.False);
            }

            Assert.That(MemberPrecedence.Supersedes(left, left), Is.False);
        }
    }

    [Test]
    public void IsBelievable_should_refuse_absurd_incarnations()
    {
        Assert.That(MemberPrecedence.IsBelievable(uint.MaxValue, 0, isNew: true), Is.False);
        Assert.That(MemberPrecedence.IsBelievable(MemberPrecedence.JumpLimit + 1, 0, isNew: false), Is.False);
        Assert.That(MemberPrecedence.IsBelievable(5, 4, isNew: false), Is.True);
    }

    private static Member Record(MemberStatus status, uint incarnation) =>
        new(new NodeId(1, 1), "a", NodeAddress.Loopback(1), status, incarnation, []);
}
