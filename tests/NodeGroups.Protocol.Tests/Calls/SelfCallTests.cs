using NodeGroups.Protocol;
using static NodeGroups.Tests.Calls.CallTableFixture;

namespace NodeGroups.Tests.Calls;

public sealed class SelfCallTests
{
    private static IEnumerable<Peer> Targets() => [Self, ByAddress(Self)];

    [TestCaseSource(nameof(Targets))]
    public void Call_of_oneself_should_run_here_and_end_once(Peer target)
    {
        CallTableFixture calls = new();
        calls.Start(1, target);
        (Peer caller, CallRequest request) = calls.Effects.Invoked.Single();
        Assert.That((caller, request.Method), Is.EqualTo((Self, "get")));
        calls.Complete(caller, request.CallId);
        calls.Complete(caller, request.CallId);
        calls.Pass(CallTime);
        Assert.That(calls.Endings, Is.EqualTo(new[] { (1L, CallResult.HandlerFailed) }));
        Assert.That(calls.Counters.CallsServed, Is.EqualTo(1));
        Assert.That(calls.Effects.Sent, Is.Empty);
    }

    [TestCaseSource(nameof(Targets))]
    public void Cancel_and_deadline_should_cancel_the_invocation_here(Peer target)
    {
        CallTableFixture calls = new();
        calls.Start(1, target);
        calls.Start(2, target);
        ulong[] ids = [.. calls.Effects.Invoked.Select(i => i.Request.CallId)];
        calls.Cancel(1);
        calls.Pass(CallTime);
        calls.Complete(Self, ids[0]);
        calls.Complete(Self, ids[1]);
        Assert.That(calls.Endings, Is.EqualTo(new[] { (1L, CallResult.Cancelled), (2L, CallResult.TimedOut) }));
        Assert.That(calls.Effects.CancelledInvocations, Is.EqualTo(new[] { (Self, ids[0]), (Self, ids[1]) }));
        Assert.That((calls.Effects.Sent.Count, calls.Counters.CallsDropped), Is.EqualTo((0, 2L)));
    }
}
