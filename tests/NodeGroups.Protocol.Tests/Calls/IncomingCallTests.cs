using NodeGroups.Protocol;
using NodeGroups.Protocol.Tests.Support;
using static NodeGroups.Tests.Calls.CallTableFixture;

namespace NodeGroups.Tests.Calls;

public sealed class IncomingCallTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [TestCase(1UL)]
    [TestCase(CallTable.ByAddressFlag | 1)]
    public void Request_should_run_once_however_often_it_comes(ulong id)
    {
        CallTableFixture calls = new();
        calls.Ask(Alpha, id);
        calls.Ask(Alpha, id);
        calls.Complete(Alpha, id);
        calls.Ask(Alpha, id);
        calls.Ask(Beta, id);
        Assert.That(calls.Effects.Invoked.Select(i => i.Caller), Is.EqualTo(new[] { Alpha, Beta }));
        Assert.That((calls.Counters.CallsServed, calls.Counters.CallsDropped), Is.EqualTo((2L, 2L)));
    }

    [Test]
    public void Numbers_by_address_and_by_id_should_be_told_apart()
    {
        CallTableFixture calls = new();
        calls.Ask(Alpha, 1);
        calls.Ask(Alpha, CallTable.ByAddressFlag | 1);
        Assert.That(calls.Effects.Invoked, Has.Count.EqualTo(2));
    }

    [Test]
    public void Request_without_time_should_be_dropped()
    {
        CallTableFixture calls = new();
        calls.Table.Receive(Alpha, Request(1) with { Timeout = TimeSpan.Zero }, calls.Now, calls.Effects);
        Assert.That((calls.Effects.Invoked.Count, calls.Counters.CallsDropped), Is.EqualTo((0, 1L)));
    }

    [Test]
    public void Completion_should_answer_at_the_address_last_heard_and_only_once()
    {
        CallTableFixture calls = new();
        calls.Ask(Alpha, 1);
        Peer moved = Alpha with { Address = new NodeAddress("10.0.0.9", 1) };
        calls.Ask(moved, 2);
        calls.Complete(Alpha, 1, "bad");
        calls.Complete(Alpha, 1);
        CallReply reply = new(1, CallResult.HandlerFailed, "bad", default);
        Assert.That(calls.Effects.Sent, Is.EqualTo(new (Peer, ProtocolMessage)[] { (moved, reply) }));
        Assert.That(calls.Counters.CallsDropped, Is.EqualTo(1));
        Assert.That(calls.Effects.CancelledInvocations, Is.Empty);
    }

    [Test]
    public void Deadline_should_cancel_the_invocation_and_a_late_completion_should_be_ignored()
    {
        CallTableFixture calls = new();
        calls.Ask(Alpha, 1);
        Assert.That(calls.Table.NextDeadline, Is.EqualTo(calls.Now + CallTime));
        calls.Pass(CallTime - Tick);
        Assert.That(calls.Effects.CancelledInvocations, Is.Empty);
        calls.Pass(Tick);
        Assert.That(calls.Effects.CancelledInvocations, Is.EqualTo(new[] { (Alpha, 1UL) }));
        Assert.That(calls.Table.NextDeadline.IsNever);
        calls.Complete(Alpha, 1);
        Assert.That((calls.Effects.Sent.Count, calls.Counters.CallsDropped), Is.EqualTo((0, 1L)));
    }

    [Test]
    public void Cancel_should_stop_the_invocation_of_its_sender_only()
    {
        CallTableFixture calls = new();
        calls.Ask(Alpha, 1);
        calls.Table.Receive(Beta, new CallCancel(1), calls.Now, calls.Effects);
        calls.Table.Receive(Alpha, new CallCancel(2), calls.Now, calls.Effects);
        Assert.That((calls.Effects.CancelledInvocations.Count, calls.Counters.CallsDropped), Is.EqualTo((0, 2L)));
        calls.Table.Receive(Alpha, new CallCancel(1), calls.Now, calls.Effects);
        calls.Table.Receive(Alpha, new CallCancel(1), calls.Now, calls.Effects);
        Assert.That(calls.Effects.CancelledInvocations, Is.EqualTo(new[] { (Alpha, 1UL) }));
        calls.Ask(Alpha, 1);
        Assert.That(calls.Effects.Invoked, Has.Count.EqualTo(1), "a cancelled request is not run when it comes again");
    }

    [Test]
    public void Lost_caller_should_cancel_its_invocations_in_order()
    {
        CallTableFixture calls = new();
        calls.Ask(Alpha, 2);
        calls.Ask(Beta, 1);
        calls.Ask(Alpha, 1);
        calls.Lose(ByAddress(Alpha));
        Assert.That(calls.Effects.CancelledInvocations, Is.Empty, "an address alone may be another life's");
        calls.Lose(Alpha);
        Assert.That(calls.Effects.CancelledInvocations, Is.EqualTo(new[] { (Alpha, 1UL), (Alpha, 2UL) }));
    }

    [Test]
    public void Caller_with_too_many_invocations_should_be_told_busy()
    {
        CallTableFixture calls = new();
        for (ulong id = 1; id <= PendingCallsPerPeer + 1; id++)
        {
            calls.Ask(Alpha, id);
        }

        Assert.That(calls.Effects.Invoked, Has.Count.EqualTo(PendingCallsPerPeer));
        CallReply busy = new(PendingCallsPerPeer + 1, CallResult.Busy, "", default);
        Assert.That(calls.Effects.Sent, Is.EqualTo(new (Peer, ProtocolMessage)[] { (Alpha, busy) }));
    }

    [Test]
    public void Callers_beyond_the_limit_should_replace_the_one_silent_longest_that_has_nothing_running()
    {
        CallTableFixture calls = new();
        const int limit = 8192;
        for (ulong i = 1; i <= limit; i++)
        {
            calls.Pass(Tick);
            calls.Ask(new Peer(new NodeId(50, i), Alpha.Address), 1);
        }

        Peer late = new(new NodeId(60, 1), Beta.Address);
        calls.Ask(late, 1);
        Assert.That(calls.Effects.Sent.Single().Message, Is.EqualTo(new CallReply(1, CallResult.Busy, "", default)));
        Peer idle = new(new NodeId(50, 9), Alpha.Address);
        calls.Complete(idle, 1);
        calls.Ask(late, 1);
        Assert.That(calls.Effects.Invoked, Has.Count.EqualTo(limit + 1));
    }

    [Test]
    public void Error_text_should_be_cut_to_the_limit_for_others_and_for_oneself()
    {
        CallTableFixture calls = new();
        string text = "x" + new string('ü', 600);
        string cut = "x" + new string('ü', 511);
        calls.Ask(Alpha, 1);
        calls.Complete(Alpha, 1, text);
        calls.Start(1, Self);
        calls.Complete(Self, 1, text);
        Assert.That(((CallReply)calls.Effects.Sent.Single().Message).ErrorText, Is.EqualTo(cut));
        CompletedCall ended = calls.Effects.Completed.Single();
        Assert.That((ended.Result, ended.ErrorText), Is.EqualTo((CallResult.HandlerFailed, cut)));
    }
}
