using NodeGroups.Protocol;
using NodeGroups.Protocol.Tests.Support;

namespace NodeGroups.Tests.Calls;

/// <summary>Node 3 has been restarted at its address as node 4 while a call to that address is under way.</summary>
internal sealed class CallsToRestartedNodeTests
{
    private const long Token = 77;

    private static readonly Member Old = LoneMachine.Record(3);
    private static readonly Member New = LoneMachine.Record(4, port: 3);

    [Test]
    public void Call_to_the_address_should_be_answered_by_the_new_life_whatever_tells_of_the_old_ones_end(
        [Values] bool isConnection)
    {
        LoneMachine node = Calling(new Peer(NodeId.None, Old.Address));
        if (isConnection)
        {
            node.Execute(new ReportPeerSignal(Old.ToPeer(), PeerSignal.Replaced));
        }
        else
        {
            node.HearItself(New);
            node.Hear(2, LoneMachine.Record(3, MemberStatus.Dead, incarnation: 1));
        }

        Assert.That(node.All.Contains(Old.Id), Is.False);
        Assert.That(node.Effects.Completed, Is.Empty);
        CallRequest request = node.Effects.Sent.Select(sent => sent.Message).OfType<CallRequest>().Single();
        node.Receive(New.ToPeer(), new CallReply(request.CallId, CallResult.Replied, "", new byte[] { 9 }));
        Assert.That(node.Effects.Completed.Select(call => (call.Token, call.Result)),
            Is.EqualTo(new[] { (Token, CallResult.Replied) }));
    }

    [Test]
    public void Call_to_the_old_life_should_end_as_unreachable()
    {
        LoneMachine node = Calling(Old.ToPeer());
        node.Execute(new ReportPeerSignal(Old.ToPeer(), PeerSignal.Replaced));
        Assert.That(node.Effects.Completed.Single().Result, Is.EqualTo(CallResult.Unreachable));
    }

    [Test]
    public void Call_to_the_address_should_end_as_unreachable_when_the_member_dies_and_nobody_takes_its_place()
    {
        LoneMachine node = Calling(new Peer(NodeId.None, Old.Address));
        node.Hear(2, LoneMachine.Record(3, MemberStatus.Dead, incarnation: 1));
        Assert.That(node.Effects.Completed.Single().Result, Is.EqualTo(CallResult.Unreachable));
    }

    private static LoneMachine Calling(Peer target)
    {
        LoneMachine node = new();
        node.Hear(2, LoneMachine.Record(2), Old);
        node.Execute(new StartCall(
            Token, target, GroupName.All, "get", TimeSpan.FromSeconds(3), "", new byte[] { 1 }));
        return node;
    }
}
