using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>Carries out what the machine asks for; nothing here waits or runs user code.</summary>
internal sealed class RuntimeEffects(NodeRuntime runtime, ILogger logger) : IEffects
{
    private readonly NoticeLog _notices = new(logger, runtime.Transport, runtime.Options.TimeProvider);

    public void Send(in Peer to, ProtocolMessage message) => runtime.Sender.Send(to, message);

    public void ViewChanged(GroupViewChange change) => runtime.Groups.Publish(change, runtime.Machine);

    public void Joined() => runtime.Joined.TrySetResult();

    public void LeaveCompleted() => runtime.LeaveCompleted.TrySetResult();

    public void DeliverRumor(RumorMessage rumor)
    {
        if (rumor.Kind == RumorKind.Message)
        {
            runtime.Subscriptions.Deliver(rumor);
            return;
        }

        NodeAddress origin = runtime.Groups.GetOrAdd(GroupName.All).View.Find(rumor.Origin)?.Address ?? default;
        runtime.Dispatcher.Invoke(rumor, origin);
    }

    public void Published(long token, RumorId rumor) => runtime.Publications.Remove(token)?.TrySetResult(rumor);

    public void TransferChanged(TransferProgress progress) =>
        runtime.Groups.GetOrAdd(progress.Rumor.Group).Transfers.Publish(progress);

    public void Invoke(in Peer caller, CallRequest request) => runtime.Dispatcher.Invoke(caller, request);

    public void CancelInvocation(in Peer caller, ulong callId) => runtime.Dispatcher.Cancel(caller, callId);

    public void CallCompleted(long token, CallResult result, string errorText, ReadOnlyMemory<byte> payload) =>
        runtime.EndCallInTurn(token, new RawReply(result, errorText, payload));

    public void ProbeAnswered(NodeId member, TimeSpan roundTrip) =>
        RuntimeDiagnostics.ProbeAnswered(runtime.Options.Name, roundTrip);

    public void Notify(ProtocolNotice notice) => _notices.Write(notice);
}
