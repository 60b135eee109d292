using NodeGroups.Protocol.Membership;

namespace NodeGroups.Protocol.Tests.Membership;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ConnectedPeersTests
{
    private readonly DeterministicRandom _random = new(7);
    private readonly MemberTable _table = new(1000);
    private readonly List<Member> _members = [];
    private readonly ConnectedPeers _peers = new();
    private NodeId _self;

    [SetUp]
    public void SetUp()
    {
        for (int i = 0; i < 100; i++)
        {
            Member member = new(
                NodeId.Create(_random), $"n{i}", new NodeAddress("10.0.0.1", 1000 + i), MemberStatus.Alive, 0, []);
            _members.Add(member);
            _table.Set(member, MonotonicTime.Zero);
        }

        _self = _members[0].Id;
    }

    [Test]
    public void Receivers_should_come_from_all_while_few_are_connected()
    {
        Connect(1, ConnectedPeers.Enough - 1);
        Assert.That(DrawMany(3, 1).Count, Is.GreaterThan(90));
    }

    [Test]
    public void Receivers_should_be_connected_but_for_the_free_ones()
    {
        Connect(1, 10);
        HashSet<NodeId> near = [.. _members.Skip(1).Take(10).Select(member => member.Id)];
        for (int i = 0; i < 200; i++)
        {
            List<Member> drawn = Draw(3, 1);
            Assert.That(drawn.Select(member => member.Id), Is.Unique);
            Assert.That(drawn, Has.Count.EqualTo(3));
            Assert.That(drawn.Count(member => near.Contains(member.Id)), Is.GreaterThanOrEqualTo(2));
        }

        Assert.That(DrawMany(3, 1).Count, Is.GreaterThan(60), "every member is drawn now and then");
        Assert.That(DrawMany(3, 0), Is.EquivalentTo(near));
    }

    [Test]
    public void Strangers_alone_should_not_look_like_an_empty_cluster()
    {
        for (int i = 0; i < ConnectedPeers.Enough; i++)
        {
            _peers.Note(NodeId.Create(_random), PeerSignal.Connected);
        }

        Assert.That(Draw(3, 0), Has.Count.EqualTo(3));
    }

    [Test]
    public void A_connection_that_ended_should_be_drawn_no_more_but_remembered()
    {
        Connect(1, 12);
        _peers.Note(_members[1].Id, PeerSignal.Reset);
        _peers.Note(_members[1].Id, PeerSignal.Closed);
        _peers.Note(_members[50].Id, PeerSignal.Refused);
        Assert.That(_peers.Count, Is.EqualTo(11));
        Assert.That(DrawMany(3, 0), Does.Not.Contain(_members[1].Id));
        Assert.That(_peers.HasMet(_members[1].Id), Is.True);
        Assert.That(_peers.HasMet(_members[50].Id), Is.False);
        _peers.Note(_members[1].Id, PeerSignal.Connected);
        Assert.That(DrawMany(3, 0), Does.Contain(_members[1].Id));
    }

    [Test]
    public void A_member_that_is_gone_should_be_forgotten()
    {
        Connect(1, 12);
        _peers.Forget(_members[1].Id);
        _peers.Forget(_members[99].Id);
        Assert.That(_peers.HasMet(_members[1].Id), Is.False);
        Assert.That(_peers.Count, Is.EqualTo(11));
    }

    private void Connect(int first, int count)
    {
        foreach (Member member in _members.Skip(first).Take(count))
        {
            _peers.Note(member.Id, PeerSignal.Connected);
            _peers.Note(member.Id, PeerSignal.Connected);
        }
    }

    private List<Member> Draw(int count, int free) => _peers.Draw(count, free, _table, _self, _self, _random);

    private HashSet<NodeId> DrawMany(int count, int free)
    {
        HashSet<NodeId> all = [];
        for (int i = 0; i < 300; i++)
        {
            all.UnionWith(Draw(count, free).Select(member => member.Id));
        }

        return all;
    }
}
