namespace NodeGroups.Protocol.Tests.Support;

/// <summary>Notes down what a machine asks for.</summary>
internal sealed class RecordingEffects : IEffects
{
    public List<(Peer To, ProtocolMessage Message)> Sent { get; } = [];

    public List<GroupViewChange> Views { get; } = [];

    public List<ProtocolNotice> Notices { get; } = [];

    public List<(Peer Caller, CallRequest Request)> Invoked { get; } = [];

    public List<(Peer Caller, ulong CallId)> CancelledInvocations { get; } = [];

    public List<CompletedCall> Completed { get; } = [];

    public int JoinedCount { get; private set; }

    public int LeaveCount { get; private set; }

    public void Send(in Peer to, ProtocolMessage message) => Sent.Add((to, message));

    public void ViewChanged(GroupViewChange change) => Views.Add(change);

    public void Joined() => JoinedCount++;

    public void LeaveCompleted() => LeaveCount++;

    public void DeliverRumor(RumorMessage rumor)
    {
    }

    public void Published(long token, RumorId rumor)
    {
    }

    public void TransferChanged(TransferProgress progress)
    {
    }

    public void Invoke(in Peer caller, CallRequest request) => Invoked.Add((caller, request));

    public void CancelInvocation(in Peer caller, ulong callId) => CancelledInvocations.Add((caller, callId));

    public void CallCompleted(long token, CallResult result, string errorText, ReadOnlyMemory<byte> payload) =>
        Completed.Add(new CompletedCall(token, result, errorText, payload));

    public void ProbeAnswered(NodeId member, TimeSpan roundTrip)
    {
    }

    public void Notify(ProtocolNotice notice) => Notices.Add(notice);
}
