using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Invariants;

/// <summary>Distrust the harness: each invariant is shown a history that violates it, and one that does not.</summary>
public sealed class InvariantTests
{
    private static readonly NodeId A = new(1, 1);
    private static readonly NodeId B = new(2, 2);
    private static readonly GroupName Group = new("g");
    private static readonly MonotonicTime T = MonotonicTime.Zero;

    [Test]
    public void At_most_once_should_catch_a_second_delivery()
    {
        AtMostOnceDelivery invariant = new();
        Assert.That(invariant.Observe(new RumorDelivered(T, B, true, Rumor("x"))), Is.Null);
        Assert.That(invariant.Observe(new RumorDelivered(T, A, true, Rumor("x"))), Is.Null, "another receiver");
        Assert.That(invariant.Observe(new RumorDelivered(T, B, true, Rumor("x"))), Does.Contain("twice"));
    }

    [Test]
    public void Nothing_invented_should_catch_unknown_changed_and_misplaced_rumors()
    {
        NothingInvented invariant = new();
        Assert.That(invariant.Observe(new RumorDelivered(T, B, true, Rumor("x"))), Does.Contain("nobody published"));
        RumorPublished published = new(T, A, Rumor("x").Id, "t", "x"u8.ToArray());
        Assert.That(invariant.Observe(published), Is.Null);
        Assert.That(invariant.Observe(new RumorDelivered(T, B, true, Rumor("x"))), Is.Null);
        Assert.That(invariant.Observe(new RumorDelivered(T, B, true, Rumor("y"))), Does.Contain("other content"));
        Assert.That(invariant.Observe(new RumorDelivered(T, B, false, Rumor("x"))), Does.Contain("no member"));
        Assert.That(invariant.Observe(published), Does.Contain("two publications"));
        Assert.That(invariant.Observe(published with { Origin = B }), Does.Contain("was published by"));
    }

    [TestCase(2u, MemberStatus.Alive, 1u, MemberStatus.Alive)]
    [TestCase(2u, MemberStatus.Suspect, 2u, MemberStatus.Alive)]
    public void Precedence_should_catch_a_step_back(uint first, MemberStatus before, uint second, MemberStatus after)
    {
        PrecedenceNeverDecreases invariant = new();
        Assert.That(invariant.Observe(Read(1, Member(B, before, first))), Is.Null);
        Assert.That(invariant.Observe(Read(1, Member(B, after, second))), Does.Contain("now as"));
    }

    [Test]
    public void Precedence_should_catch_a_return_from_death_without_a_higher_incarnation()
    {
        PrecedenceNeverDecreases invariant = new();
        GroupViewChange death = new(View(2), [], [], [Member(B, MemberStatus.Dead, 3)]);
        Assert.That(invariant.Observe(new ViewChanged(T, A, death)), Is.Null);
        Assert.That(invariant.Observe(Read(3, Member(B, MemberStatus.Alive, 4))), Is.Null);
        Assert.That(invariant.Observe(new ViewChanged(T, A, death)), Does.Contain("now as"));
    }

    [Test]
    public void Progress_should_catch_a_machine_that_never_gets_past_a_moment()
    {
        ProgressGuard guard = new();
        string?[] told = [.. Enumerable.Range(0, ProgressGuard.Limit).Select(_ => guard.Advance(T))];
        Assert.That(told, Is.All.Null);
        Assert.That(guard.Advance(T), Does.Contain("again and again"));
        Assert.That(guard.Advance(T + TimeSpan.FromTicks(1)), Is.Null, "it got on");
        Assert.That(guard.Advance(T), Is.Null, "another moment begins a new count");
    }

    [Test]
    public void Left_should_catch_a_return()
    {
        LeftIsFinal invariant = new();
        Member b = Member(B, MemberStatus.Alive, 1);
        ViewChanged departure = new(T, A, new(View(1), [], [b.With(MemberStatus.Left)], []));
        Assert.That(invariant.Observe(departure), Is.Null);
        Assert.That(invariant.Observe(new ViewChanged(T, A, new(View(2, b), [b], [], []))), Does.Contain("is back"));
    }

    [Test]
    public void View_stream_should_catch_a_gap_an_unannounced_change_and_another_view()
    {
        Member b = Member(B, MemberStatus.Alive, 1);
        Assert.That(Judge(new(View(3), [], [], [])), Does.Contain("version 3 follows 1"));
        Assert.That(Judge(new(View(2, b), [], [], [])), Does.Contain("announced"));
        Assert.That(Judge(new(View(2), [b], [b], [])), Is.Null, "what came and went in between is not judged");
        Assert.That(Judge(new(View(2, b.With(MemberStatus.Dead)), [b], [], [])), Does.Contain("Dead"));
        ViewStreamIsComplete invariant = Begin();
        Assert.That(invariant.Observe(new ViewRead(T, A, View(1, b))), Does.Contain("announced"));
        ViewStreamIsComplete again = Begin();
        Assert.That(again.Observe(new ViewForgotten(T, A, GroupName.All)), Is.Null);
        Assert.That(again.Observe(new ViewChanged(T, A, new(View(7), [], [], []))), Is.Null);
        Assert.That(again.Observe(new ViewForgotten(T, A, GroupName.All)), Is.Null);
        Assert.That(again.Observe(new ViewChanged(T, A, new(View(7), [], [], []))), Does.Contain("7 follows 7"));
        ViewStreamIsComplete losing = Begin();
        Assert.That(losing.Observe(new ViewChanged(T, A, new(View(2, b), [b], [], []))), Is.Null);
        Assert.That(losing.Observe(new ViewChanged(T, A, new(View(3), [], [], []))), Does.Contain("gone 0 times"));

        static ViewStreamIsComplete Begin()
        {
            ViewStreamIsComplete begun = new();
            Assert.That(begun.Observe(new ViewChanged(T, A, new(View(1), [], [], []))), Is.Null);
            return begun;
        }

        static string? Judge(GroupViewChange change) => Begin().Observe(new ViewChanged(T, A, change));
    }

    [Test]
    public void Never_itself_should_catch_sends_probes_and_verdicts()
    {
        NeverItself invariant = new();
        Assert.That(invariant.Observe(Sent(A, A, new Ping(1, []))), Does.Contain("to itself"));
        Assert.That(invariant.Observe(Sent(A, B, new PingRequest(1, A, []))), Does.Contain("probe"));
        Assert.That(invariant.Observe(Sent(A, B, new PingRequest(1, B, []))), Does.Contain("probe"));
        GroupViewChange verdict = new(View(2), [], [], [Member(A, MemberStatus.Dead, 1)]);
        Assert.That(invariant.Observe(new ViewChanged(T, A, verdict)), Does.Contain("itself dead"));
        Assert.That(invariant.Observe(Sent(A, B, new Ping(1, []))), Is.Null);
    }

    [Test]
    public void One_life_should_catch_another_lifes_mail_and_mail_to_the_dead()
    {
        OneLifeOneMailbox invariant = new();
        MessageHandled handled = new(T, B, B, default, new Ping(1, []));
        Assert.That(invariant.Observe(handled), Does.Contain("does not run"));
        Assert.That(invariant.Observe(new LifeStarted(T, B, "b", default)), Is.Null);
        Assert.That(invariant.Observe(handled), Is.Null);
        Assert.That(invariant.Observe(handled with { Meant = A }), Does.Contain("a message for"));
        Assert.That(invariant.Observe(new LifeEnded(T, B)), Is.Null);
        Assert.That(invariant.Observe(handled), Does.Contain("does not run"));
    }

    [Test]
    public void Calls_should_catch_a_second_end_and_a_call_that_waits_for_ever()
    {
        CallsCompleteOnce invariant = new();
        Assert.That(invariant.Observe(new CallStarted(T, A, 1, TimeSpan.FromSeconds(1))), Is.Null);
        Assert.That(invariant.Observe(new CallStarted(T, A, 2, TimeSpan.FromSeconds(1))), Is.Null);
        Assert.That(invariant.Observe(new CallCompleted(T, A, 1, CallResult.Replied)), Is.Null);
        Assert.That(invariant.Observe(new CallCompleted(T, A, 1, CallResult.Replied)), Does.Contain("ended twice"));
        Assert.That(invariant.Check(T + TimeSpan.FromSeconds(2)), Is.Null);
        Assert.That(invariant.Observe(new LifePaused(T, A, true)), Is.Null);
        Assert.That(invariant.Check(T + TimeSpan.FromSeconds(9)), Is.Null, "a paused caller cannot end calls");
        Assert.That(invariant.Observe(new LifePaused(T + TimeSpan.FromSeconds(9), A, false)), Is.Null);
        Assert.That(invariant.Check(T + TimeSpan.FromSeconds(9)), Is.Null);
        Assert.That(invariant.Check(T + TimeSpan.FromSeconds(11)), Does.Contain("still waits"));
    }

    [Test]
    public void Limits_should_catch_an_oversized_message()
    {
        MessagesWithinLimits invariant = new();
        ulong[] sequences = new ulong[ProtocolLimits.SequencesPerPull + 1];
        Assert.That(invariant.Observe(Sent(A, B, new GossipPull(Group, A, sequences))), Does.Contain("too many"));
        MessageSent large = Sent(A, B, new Ping(1, [])) with { FrameBytes = ProtocolLimits.DefaultFrameBytes + 1 };
        Assert.That(invariant.Observe(large), Does.Contain("bytes"));
        Assert.That(invariant.Observe(Sent(A, B, new Ping(1, []))), Is.Null);
    }

    [Test]
    public void Codec_should_catch_what_cannot_be_read_or_is_read_as_something_else()
    {
        CodecRoundTrip invariant = new();
        MessageSent sent = Sent(A, B, new Ping(1, []));
        Assert.That(invariant.Observe(sent), Is.Null);
        Assert.That(Of(new(DecodeError.BadBody, B, null, false)), Does.Contain("cannot be read"));
        Assert.That(Of(new(DecodeError.None, A, sent.Message, true)), Does.Contain("something else"));
        Assert.That(Of(new(DecodeError.None, B, sent.Message, false)), Does.Contain("something else"));
        Assert.That(Of(new(DecodeError.None, B, new Ack(1, []), true)), Does.Contain("something else"));

        string? Of(CodecOutcome outcome) => invariant.Observe(sent with { Codec = outcome });
    }

    private static Member Member(NodeId id, MemberStatus status, uint incarnation) =>
        new(id, "m", NodeAddress.Loopback(1), status, incarnation, []);

    private static GroupView View(ulong version, params Member[] members) => new(GroupName.All, version, members);

    private static ViewRead Read(ulong version, params Member[] members) => new(T, A, View(version, members));

    private static RumorMessage Rumor(string text) =>
        new(Group, A, 1, 1, RumorKind.Message, "t", System.Text.Encoding.UTF8.GetBytes(text));

    private static MessageSent Sent(NodeId from, NodeId to, ProtocolMessage message) => new(
        T, new Peer(from, AddressOf(from)), new Peer(to, AddressOf(to)), message, 40,
        new(DecodeError.None, to, message, true));

    private static NodeAddress AddressOf(NodeId id) => NodeAddress.Loopback((int)id.Low);
}
