using NodeGroups.Protocol.Membership;
using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Protocol.Tests.Membership;

internal sealed class ProberTests : IProbeContext
{
    private readonly List<(Peer To, ProtocolMessage Message)> _sent = [];
    private readonly List<(NodeId Target, int Confirmations, int Refusals, bool Hard)> _doubts = [];
    private readonly List<NodeId> _answered = [];
    private readonly List<(NodeId Target, TimeSpan RoundTrip)> _measured = [];
    private readonly NodeCounters _counters = new();
    private MemberTable _table = new(99);
    private ConnectedPeers _connected = new();

    MonotonicTime IProbeContext.Now => Now;

    private MonotonicTime Now { get; set; }

    [SetUp]
    public void Forget()
    {
        _sent.Clear();
        _doubts.Clear();
        _answered.Clear();
        _table = new MemberTable(99);
        _connected = new ConnectedPeers();
        Now = MonotonicTime.Zero;
    }

    [Test]
    public void Prober_should_ask_each_member_once_a_round()
    {
        Prober prober = Create(6);
        for (int i = 0; i < 5; i++)
        {
            Tick(prober);
            prober.Receive(_sent[^1].To, new Ack(((Ping)_sent[^1].Message).Sequence, []), this);
        }

        Assert.That(_sent.Select(sent => sent.To.Id.Low), Is.EquivalentTo(new[] { 2UL, 3UL, 4UL, 5UL, 6UL }));
        Assert.That(_answered, Has.Count.EqualTo(5));
    }

    [Test]
    public void Prober_should_wait_a_period_more_for_the_first_answer_of_a_member_it_has_never_met()
    {
        Prober prober = Create(2, isConnected: false);
        Tick(prober);
        AdvanceBy(prober, 1.9);
        Assert.That(_doubts, Is.Empty);
        AdvanceBy(prober, 0.2);
        Assert.That(_doubts.Single().Target, Is.EqualTo(LoneMachine.Id(2)), "but not for ever");
    }

    [Test]
    public void Prober_should_ask_helpers_and_then_doubt_when_nobody_answers()
    {
        Prober prober = Create(6);
        Tick(prober);
        NodeId target = _sent[0].To.Id;
        AdvanceBy(prober, 0.5);
        List<PingRequest> requests = [.. _sent.Select(sent => sent.Message).OfType<PingRequest>()];
        Assert.That(requests, Has.Count.EqualTo(3));
        Assert.That(requests.Select(request => request.Target), Has.All.EqualTo(target));
        Peer helper = _sent.Find(sent => sent.Message is PingRequest).To;
        prober.Receive(helper, new Nack(requests[0].Sequence, false, []), this);
        prober.Receive(helper, new Nack(requests[0].Sequence, false, []), this);
        AdvanceBy(prober, 0.5);
        Assert.That(_doubts, Is.EqualTo(new[] { (target, 1, 0, false) }));
        Assert.That(prober.LocalHealth, Is.EqualTo(2), "two helpers kept silent");
    }

    [Test]
    public void Prober_in_bad_health_should_ask_seldom_until_an_answer_comes_in_time()
    {
        Prober prober = Create(6);
        prober.NoteRefuted();
        prober.NoteRefuted();
        Tick(prober);
        AdvanceBy(prober, 0.9);
        prober.Receive(_sent[0].To, new Ack(((Ping)_sent[0].Message).Sequence, []), this);
        Assert.That(prober.LocalHealth, Is.EqualTo(2), "the answer needed the patience");
        Assert.That(_measured, Is.EqualTo(new[] { (_sent[0].To.Id, TimeSpan.FromSeconds(0.9)) }));
        AdvanceBy(prober, 2);
        Assert.That(_sent, Has.Count.EqualTo(1));
        AdvanceBy(prober, 0.2);
        prober.Receive(_sent[1].To, new Ack(((Ping)_sent[1].Message).Sequence, []), this);
        Assert.That(prober.LocalHealth, Is.EqualTo(1));
        AdvanceBy(prober, 2.1);
        Assert.That(_sent, Has.Count.EqualTo(3));
    }

    [TestCase(0, 8)]
    [TestCase(3, 2)]
    public void Prober_should_verify_only_few_suspicions_at_a_time(int troubles, int verified)
    {
        Prober prober = Create(12);
        for (int i = 0; i < troubles; i++)
        {
            prober.NoteRefuted();
        }

        for (int i = 2; i <= 12; i++)
        {
            prober.Verify(_table.Find(LoneMachine.Id(i))!, this);
        }

        Assert.That(_sent, Has.Count.EqualTo(verified));
    }

    [Test]
    public void Prober_should_not_doubt_by_a_refusal_that_only_it_has_seen()
    {
        Prober prober = Create(6);
        prober.Evidence(_table.Find(LoneMachine.Id(2))!, PeerSignal.Refused, this);
        Assert.That(_doubts, Is.Empty);
        (Peer helper, ProtocolMessage request) = _sent.Find(sent => sent.Message is PingRequest);
        prober.Receive(helper, new Ack(((PingRequest)request).Sequence, []), this);
        Assert.That(_answered, Is.EqualTo(new[] { LoneMachine.Id(2) }));
        _sent.Clear();
        prober.Evidence(_table.Find(LoneMachine.Id(2))!, PeerSignal.Refused, this);
        Assert.That(_sent, Is.Empty, "the broken link is no news for a while");
    }

    [Test]
    public void Prober_should_doubt_as_soon_as_a_helper_was_refused_too()
    {
        Prober prober = Create(6);
        prober.Evidence(_table.Find(LoneMachine.Id(2))!, PeerSignal.Refused, this);
        foreach ((Peer to, ProtocolMessage message) in _sent.Where(sent => sent.Message is PingRequest).ToArray())
        {
            prober.Receive(to, new Nack(((PingRequest)message).Sequence, true, []), this);
        }

        NodeId id = LoneMachine.Id(2);
        Assert.That(_doubts, Is.EqualTo(new[] { (id, 1, 1, true), (id, 2, 2, true), (id, 3, 3, true) }));
    }

    [Test]
    public void Prober_should_replace_a_helper_that_is_gone()
    {
        Prober prober = Create(9);
        prober.Evidence(_table.Find(LoneMachine.Id(2))!, PeerSignal.Refused, this);
        NodeId helper = _sent.Find(sent => sent.Message is PingRequest).To.Id;
        int before = _sent.Count(sent => sent.Message is PingRequest { Target.Low: 2 });
        prober.Evidence(_table.Find(helper)!, PeerSignal.Refused, this);
        Assert.That(_sent.Count(sent => sent.Message is PingRequest { Target.Low: 2 }), Is.InRange(before, before + 1));
        Assert.That(_sent.Select(sent => sent.To.Id), Has.None.EqualTo(LoneMachine.Id(1)));
    }

    [Test]
    public void Helper_should_pass_on_answers_refusals_and_silence()
    {
        Prober prober = Create(6);
        Peer requester = LoneMachine.Record(3).ToPeer();
        for (uint request = 1; request <= 3; request++)
        {
            prober.Receive(requester, new PingRequest(request, LoneMachine.Id(4), []), this);
        }

        uint[] pings = [.. _sent.Select(sent => ((Ping)sent.Message).Sequence)];
        _sent.Clear();
        prober.Receive(LoneMachine.Record(5).ToPeer(), new Ack(pings[0], []), this);
        Assert.That(_sent, Is.Empty, "only the target can answer");
        prober.Receive(LoneMachine.Record(4).ToPeer(), new Ack(pings[0], []), this);
        Assert.That(_sent.Single().Message, Is.TypeOf<Ack>());
        prober.Evidence(_table.Find(LoneMachine.Id(4))!, PeerSignal.Refused, this);
        Assert.That(_sent.Skip(1).Select(sent => sent.Message), Has.All.InstanceOf<Nack>());
        Assert.That(_sent.Skip(1).Select(sent => ((Nack)sent.Message).Refused), Is.EqualTo(new[] { true, true }));
        prober.Receive(requester, new PingRequest(9, LoneMachine.Id(4), []), this);
        _sent.Clear();
        AdvanceBy(prober, 0.4);
        Assert.That(_sent.Select(sent => sent.Message).OfType<Nack>().Single().Refused, Is.False);
    }

    [Test]
    public void Helper_should_refuse_to_ping_strangers()
    {
        Prober prober = Create(3);
        prober.Receive(LoneMachine.Record(3).ToPeer(), new PingRequest(1, LoneMachine.Id(77), []), this);
        Assert.That(_sent.Single().Message, Is.TypeOf<Nack>());
    }

    [Test]
    public void Late_answer_should_not_match_a_newer_probe()
    {
        Prober prober = Create(2);
        Tick(prober);
        uint first = ((Ping)_sent[0].Message).Sequence;
        AdvanceBy(prober, 0.5);
        AdvanceBy(prober, 0.6);
        prober.Receive(_sent[0].To, new Ack(first, []), this);
        Assert.That(_answered, Is.Empty);
        Assert.That(_doubts, Has.Count.EqualTo(1));
    }

    [Test]
    public void Resumed_prober_should_doubt_nobody_in_its_first_round()
    {
        Prober prober = Create(4);
        prober.Resume(Now);
        Assert.That(prober.IsRecovering, Is.True);
        for (int i = 0; i < 6; i++)
        {
            AdvanceBy(prober, 0.5);
        }

        Assert.That(_doubts, Is.Empty);
        for (int i = 0; i < 40; i++)
        {
            AdvanceBy(prober, 0.5);
        }

        Assert.That(prober.IsRecovering, Is.False);
        Assert.That(_doubts, Is.Not.Empty);
    }

    void IProbeContext.Send(in Peer to, ProtocolMessage message) => _sent.Add((to, message));

    IReadOnlyList<Member> IProbeContext.Piggyback(NodeId about) => [];

    void IProbeContext.Doubt(NodeId target, int confirmations, int refusals, bool hard) =>
        _doubts.Add((target, confirmations, refusals, hard));

    void IProbeContext.Answered(NodeId target) => _answered.Add(target);

    void IProbeContext.Measured(NodeId target, TimeSpan roundTrip) => _measured.Add((target, roundTrip));

    private Prober Create(int members, bool isConnected = true)
    {
        for (int i = 1; i <= members; i++)
        {
            _table.Set(LoneMachine.Record(i), Now);
            _connected.Note(LoneMachine.Id(i), isConnected ? PeerSignal.Connected : PeerSignal.None);
        }

        Prober prober = new(
            new MembershipSettings(), LoneMachine.Id(1), _table, _connected, _counters, new DeterministicRandom(1));
        prober.Start(Now);
        return prober;
    }

    private void Tick(Prober prober)
    {
        Now = MonotonicTime.Max(Now, prober.NextDeadline);
        prober.Advance(this);
    }

    private void AdvanceBy(Prober prober, double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        prober.Advance(this);
    }
}
