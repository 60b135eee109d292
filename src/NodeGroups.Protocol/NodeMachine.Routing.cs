using NodeGroups.Protocol.Groups;
using NodeGroups.Protocol.Membership;

namespace NodeGroups.Protocol;

/// <content>Where messages and commands go.</content>
public sealed partial class NodeMachine
{
    private void Route(in Peer from, ProtocolMessage message, MonotonicTime now)
    {
        if (_left || from.Id == Settings.Id)
        {
            Counters.MessagesDropped++;
            return;
        }

        Counters.MessagesReceived++;
        switch (message)
        {
            case MembershipMessage membership:
                _membership.Receive(from, membership);
                break;
            case GossipEnvelope gossip:
                _gossip.Receive(from, gossip, now, _effects);
                break;
            case CallRequest request:
                _calls.Receive(from, request, now, _effects);
                break;
            case CallReply reply:
                _calls.Receive(from, reply, now, _effects);
                break;
            case CallCancel cancel:
                _calls.Receive(from, cancel, now, _effects);
                break;
        }

        _membership.TellRemoved(from);
    }

    private void Route(NodeCommand command, MonotonicTime now)
    {
        switch (command)
        {
            case StartCall call when _left:
                _effects.CallCompleted(call.Token, CallResult.Unreachable, "This node has left the cluster.", default);
                break;
            case StartCall call when _membership.Table.Find(call.Target.Id) is { IsPresent: false } gone:
                _effects.CallCompleted(
                    call.Token, CallResult.Unreachable, $"The member is {gone.Status} here.", default);
                break;
            case StartCall call:
                _calls.Start(call, now, _effects);
                break;
            case CancelCall cancel:
                _calls.Cancel(cancel, now, _effects);
                break;
            case CompleteInvocation complete:
                _calls.Complete(complete, now, _effects);
                break;
            case PublishRumor publish when _left:
                _effects.Published(publish.Token, default);
                break;
            case PublishRumor publish:
                _gossip.Publish(publish, now, _effects);
                break;
            case SetReaderPressure pressure:
                _gossip.SetPressure(pressure, now, _effects);
                break;
            case ReportPeerSignal report:
                Report(report, now);
                break;
            case LeaveCluster when !_left:
                Leave(now);
                break;
            case Introduce introduce when !_left:
                _membership.Introduce(introduce);
                break;
            case EndQuiet when !_left:
                _membership.EndQuiet();
                break;
            case JoinGroup or LeaveGroup or DefineGroup or UndefineGroup or ConfigureGroup when !_left:
                RouteGroup(command, now);
                break;
        }
    }

    private void Leave(MonotonicTime now)
    {
        Member[] members = _membership.Table.Present;
        _membership.Leave();
        _left = true;
        _effects.IsSilent = true;
        foreach (Member member in members)
        {
            if (member.Id != Settings.Id)
            {
                _calls.PeerLost(
                    member.ToPeer(), isAddressTaken: false, "This node has left the cluster.", now, _effects);
            }
        }

        _effects.LeaveCompleted();
    }

    private void Report(ReportPeerSignal report, MonotonicTime now)
    {
        if (!_left)
        {
            _membership.Signal(report.Peer, report.Signal);
        }

        bool isLastWord = report.Signal == PeerSignal.Closed
            && _membership.Table.Find(report.Peer.Id) is { Status: MemberStatus.Left };
        if (isLastWord || report.Signal is PeerSignal.Reset or PeerSignal.Refused or PeerSignal.Replaced)
        {
            bool isReplaced = report.Signal == PeerSignal.Replaced;
            bool isAddressTaken = isReplaced || IsAddressTaken(report.Peer);
            _calls.PeerLost(report.Peer, isAddressTaken, Describe(report.Signal), now, _effects);
            EndLost(now, isReplaced);
        }
    }

    private void EndLost(MonotonicTime now, bool areReplaced)
    {
        while (_membership.TakeLost() is { } lost)
        {
            Peer peer = lost.ToPeer();
            bool isAddressTaken = areReplaced || IsAddressTaken(peer);
            if (lost.Status == MemberStatus.Left)
            {
                _calls.PeerLeft(peer, isAddressTaken, now, _effects);
            }
            else
            {
                _calls.PeerLost(peer, isAddressTaken, "It does not answer and is declared dead.", now, _effects);
            }
        }
    }

    private bool IsAddressTaken(in Peer lost) =>
        !lost.Id.IsNone && _membership.Table.FindPresent(lost.Address) is { } holder && holder.Id != lost.Id;

    private static string Describe(PeerSignal signal) => signal switch
    {
        PeerSignal.Refused => "Nobody listens there.",
        PeerSignal.Replaced => "Another process listens there.",
        PeerSignal.Closed => "It has left the cluster.",
        _ => "The connection broke.",
    };

    private void RouteGroup(NodeCommand command, MonotonicTime now)
    {
        bool recordChanged = false;
        switch (command)
        {
            case JoinGroup join when _groups.IsFull(join.Group):
                Refuse(join.Group);
                return;
            case DefineGroup define when _groups.IsFull(define.Group):
                Refuse(define.Group);
                return;
            case JoinGroup join when !join.Group.IsReserved:
                recordChanged = _groups.Join(join.Group, join.Options);
                _gossip.Configure(join.Group, join.Options, now, _effects);
                break;
            case LeaveGroup leave when _groups.Leave(leave.Group, defined: false):
                recordChanged = true;
                _gossip.RemoveGroup(leave.Group, _effects);
                break;
            case DefineGroup define when !define.Group.IsReserved:
                recordChanged = _groups.Define(define);
                _gossip.Configure(define.Group, define.Options, now, _effects);
                break;
            case UndefineGroup undefine when _groups.Leave(undefine.Group, defined: true):
                _gossip.RemoveGroup(undefine.Group, _effects);
                break;
            case ConfigureGroup configure when _groups.Configure(configure.Group, configure.Options):
                _gossip.Configure(configure.Group, configure.Options, now, _effects);
                break;
        }

        _groupsDirty = true;
        if (recordChanged)
        {
            _membership.SetGroups(_groups.Joined);
        }
    }

    private void Refuse(GroupName group)
    {
        Counters.MessagesDropped++;
        _effects.Notify(new ProtocolNotice(
            ProtocolNoticeKind.MessageDropped, null, $"Group {group} was not joined or defined: too many."));
    }
}
