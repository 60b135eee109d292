using NodeGroups.Protocol;
using static NodeGroups.Tests.Calls.CallTableFixture;

namespace NodeGroups.Tests.Calls;

public sealed class OutgoingCallTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static IEnumerable<Peer> Targets() => [Alpha, ByAddress(Alpha)];

    [TestCaseSource(nameof(Targets))]
    public void Call_should_send_a_request_and_end_with_the_reply(Peer target)
    {
        CallTableFixture calls = new();
        calls.Start(11, target);
        CallRequest request = calls.LastRequest;
        Assert.That(calls.Effects.Sent.Single().To, Is.EqualTo(target));
        Assert.That(
            (request.Group, request.Method, request.Timeout),
            Is.EqualTo(((GroupName)"orders", "get", CallTime)));
        Assert.That(calls.Effects.Completed, Is.Empty);

        calls.Reply(Alpha, request.CallId, CallResult.HandlerFailed, "bad");
        Assert.That(calls.Endings, Is.EqualTo(new[] { (11L, CallResult.HandlerFailed) }));
        Assert.That(calls.Effects.Completed[0].ErrorText, Is.EqualTo("bad"));
        Assert.That(calls.Effects.Completed[0].Payload.ToArray(), Is.EqualTo(new byte[] { 9 }));
        Assert.That(calls.Table.NextDeadline.IsNever);
    }

    [TestCaseSource(nameof(Targets))]
    public void Call_should_end_once_whatever_ends_it_first(Peer target)
    {
        Action<CallTableFixture, ulong>[] endings =
        [
            (calls, id) => calls.Reply(Alpha, id),
            (calls, _) => calls.Cancel(1),
            (calls, _) => calls.Pass(CallTime),
            (calls, _) => calls.Lose(Alpha),
        ];
        CallResult[] results =
            [CallResult.Replied, CallResult.Cancelled, CallResult.TimedOut, CallResult.Unreachable];
        for (int first = 0; first < endings.Length; first++)
        {
            CallTableFixture calls = new();
            calls.Start(1, target);
            ulong id = calls.LastRequest.CallId;
            endings[first](calls, id);
            foreach (Action<CallTableFixture, ulong> later in endings)
            {
                later(calls, id);
            }

            Assert.That(calls.Endings, Is.EqualTo(new[] { (1L, results[first]) }));
            Assert.That(calls.Counters.CallsDropped, Is.EqualTo(1), "the later reply");
            int cancels = calls.Effects.Sent.Count(sent => sent.Message is CallCancel);
            Assert.That(cancels, Is.EqualTo(results[first] is CallResult.Cancelled or CallResult.TimedOut ? 1 : 0));
        }
    }

    [Test]
    public void Call_should_time_out_at_its_deadline_not_before()
    {
        CallTableFixture calls = new();
        calls.Start(1, Alpha);
        calls.Start(2, Beta, CallTime + Tick);
        Assert.That(calls.Table.NextDeadline, Is.EqualTo(calls.Now + CallTime));
        calls.Pass(CallTime - Tick);
        Assert.That(calls.Endings, Is.Empty);
        calls.Pass(Tick);
        Assert.That(calls.Endings, Is.EqualTo(new[] { (1L, CallResult.TimedOut) }));
        Assert.That(calls.Effects.Sent[^1], Is.EqualTo((Alpha, (ProtocolMessage)new CallCancel(1))));
        calls.Pass(Tick);
        Assert.That(calls.Endings.Last(), Is.EqualTo((2L, CallResult.TimedOut)));
    }

    [Test]
    public void Call_without_time_should_time_out_at_once_and_send_nothing()
    {
        CallTableFixture calls = new();
        calls.Start(1, Alpha, TimeSpan.Zero);
        Assert.That(calls.Endings, Is.EqualTo(new[] { (1L, CallResult.TimedOut) }));
        Assert.That(calls.Effects.Sent, Is.Empty);
    }

    [Test]
    public void Cancel_should_tell_the_peer_and_ignore_unknown_tokens()
    {
        CallTableFixture calls = new();
        calls.Start(1, ByAddress(Alpha));
        calls.Cancel(99);
        Assert.That(calls.Endings, Is.Empty);
        calls.Cancel(1);
        CallCancel cancel = new(calls.LastRequest.CallId);
        Assert.That(calls.Effects.Sent[^1], Is.EqualTo((ByAddress(Alpha), (ProtocolMessage)cancel)));
    }

    [TestCaseSource(nameof(Targets))]
    public void Reply_of_another_peer_or_number_should_be_dropped_and_counted(Peer target)
    {
        CallTableFixture calls = new();
        calls.Start(1, target);
        ulong id = calls.LastRequest.CallId;
        calls.Reply(Beta, id);
        calls.Reply(Alpha, id + 1);
        calls.Reply(Alpha, id ^ CallTable.ByAddressFlag);
        Assert.That((calls.Effects.Completed.Count, calls.Counters.CallsDropped), Is.EqualTo((0, 3L)));
        calls.Reply(Alpha, id);
        Assert.That(calls.Endings, Is.EqualTo(new[] { (1L, CallResult.Replied) }));
    }

    [Test]
    public void Reply_to_a_call_by_dns_name_should_be_taken_from_the_same_port_only()
    {
        CallTableFixture calls = new();
        calls.Start(1, new Peer(NodeId.None, new NodeAddress("node-2.example", Alpha.Address.Port)));
        ulong id = calls.LastRequest.CallId;
        calls.Reply(Alpha with { Address = Alpha.Address.WithPort(1) }, id);
        Assert.That(calls.Endings, Is.Empty);
        calls.Reply(Alpha, id);
        Assert.That(calls.Endings, Is.EqualTo(new[] { (1L, CallResult.Replied) }));
    }

    [Test]
    public void Numbers_should_count_for_each_peer_and_together_for_addresses()
    {
        CallTableFixture calls = new();
        Peer[] targets = [Alpha, Beta, Alpha, ByAddress(Alpha), ByAddress(Beta)];
        for (int i = 0; i < targets.Length; i++)
        {
            calls.Start(i, targets[i]);
        }

        const ulong flag = CallTable.ByAddressFlag;
        Assert.That(calls.Requests.Select(r => r.CallId), Is.EqualTo(new ulong[] { 1, 1, 2, flag | 1, flag | 2 }));
        calls.Reply(Beta, 1);
        Assert.That(calls.Endings, Is.EqualTo(new[] { (1L, CallResult.Replied) }));
    }

    [Test]
    public void Calls_beyond_the_limit_of_a_peer_should_end_as_busy_until_one_ends()
    {
        CallTableFixture calls = new();
        for (int i = 1; i <= PendingCallsPerPeer + 1; i++)
        {
            calls.Start(i, Alpha);
        }

        Assert.That(calls.Endings, Is.EqualTo(new[] { (PendingCallsPerPeer + 1L, CallResult.Busy) }));
        calls.Start(50, Beta);
        calls.Reply(Alpha, 1);
        calls.Start(51, Alpha);
        Assert.That(calls.Requests.Count(), Is.EqualTo(PendingCallsPerPeer + 2));
        Assert.That(calls.Counters.CallsStarted, Is.EqualTo(PendingCallsPerPeer + 3));
    }

    [Test]
    public void Lost_peer_should_end_its_calls_in_order_and_leave_the_others()
    {
        CallTableFixture calls = new();
        calls.Start(1, Alpha);
        calls.Start(2, Beta);
        calls.Start(3, Alpha);
        calls.Start(4, ByAddress(Alpha));
        calls.Lose(Alpha);
        Assert.That(calls.Endings, Is.EqualTo(new[]
        {
            (1L, CallResult.Unreachable), (3L, CallResult.Unreachable), (4L, CallResult.Unreachable),
        }));
        Assert.That(calls.Effects.Sent.Any(sent => sent.Message is CallCancel), Is.False);
    }

    [TestCaseSource(nameof(Targets))]
    public void Answer_that_a_farewell_overtook_should_still_count(Peer target)
    {
        CallTableFixture calls = new();
        calls.Start(1, target);
        calls.Depart(Alpha);
        calls.Reply(Alpha, calls.LastRequest.CallId);
        Assert.That(calls.Endings, Is.EqualTo(new[] { (1L, CallResult.Replied) }));
        Assert.That(calls.Table.NextDeadline.IsNever);
    }

    [TestCaseSource(nameof(Targets))]
    public void Call_to_a_peer_that_left_should_end_soon_and_untold(Peer target)
    {
        CallTableFixture calls = new();
        calls.Start(1, target);
        calls.Start(2, target, TimeSpan.FromSeconds(0.5));
        calls.Depart(Alpha);
        calls.Pass(TimeSpan.FromSeconds(1) - Tick);
        Assert.That(calls.Endings, Is.EqualTo(new[] { (2L, CallResult.TimedOut) }), "its own deadline was earlier");
        calls.Pass(Tick);
        Assert.That(calls.Endings.Last(), Is.EqualTo((1L, CallResult.Unreachable)));
        Assert.That(calls.Effects.Sent.Count(sent => sent.Message is CallCancel), Is.EqualTo(1));
    }

    [Test]
    public void Lost_address_should_end_the_calls_to_whoever_is_there()
    {
        CallTableFixture calls = new();
        calls.Start(1, Alpha);
        calls.Start(2, ByAddress(Alpha));
        calls.Start(3, Beta);
        calls.Lose(ByAddress(Alpha));
        Assert.That(calls.Endings.Select(e => e.Token), Is.EqualTo(new[] { 1L, 2L }));
    }

    [Test]
    public void Lost_former_life_should_not_end_the_calls_to_the_new_one_at_its_address()
    {
        CallTableFixture calls = new();
        calls.Start(1, Alpha);
        calls.Lose(new Peer(new NodeId(8, 8), Alpha.Address));
        Assert.That(calls.Endings, Is.Empty);
    }

    [Test]
    public void Table_full_of_waiting_peers_should_answer_busy_and_a_forgotten_peer_should_get_new_numbers()
    {
        CallTableFixture calls = new();
        calls.Start(1, ByAddress(Alpha));
        calls.Start(2, Alpha);
        for (int i = 2; i < ProtocolLimits.Members; i++)
        {
            calls.Start(i + 1, new Peer(new NodeId(100, (ulong)i), new NodeAddress("10.1.1.1", 1)));
        }

        Peer late = new(new NodeId(200, 1), Beta.Address);
        calls.Start(-1, late);
        Assert.That(calls.Endings, Is.EqualTo(new[] { (-1L, CallResult.Busy) }));

        calls.Reply(Alpha, 1);
        calls.Start(-2, late);
        Assert.That(calls.LastRequest.CallId, Is.EqualTo(2), "above the number used for the forgotten peer");
        calls.Reply(Alpha, CallTable.ByAddressFlag | 1);
        Assert.That(calls.Endings.Last(), Is.EqualTo((1L, CallResult.Replied)), "still found");
        calls.Start(-3, Alpha);
        Assert.That(calls.LastRequest.CallId, Is.GreaterThan(1));
    }
}
