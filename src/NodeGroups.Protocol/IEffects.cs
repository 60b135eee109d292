namespace NodeGroups.Protocol;

/// <summary>What a <see cref="NodeMachine"/> asks its shell to do. One member an effect, so that a new effect breaks
/// every shell at compile time.</summary>
/// <remarks>
/// Effects are requests: the shell MUST NOT call back into the machine from within them (checked), and SHOULD only
/// note them down and carry them out when the input has been handled. Sending is best effort.
/// </remarks>
public interface IEffects
{
    /// <summary>Send a message. The shell encodes it; a message sent to several peers is one instance.</summary>
    /// <param name="to">The receiver, never this node.</param>
    /// <param name="message">The message.</param>
    void Send(in Peer to, ProtocolMessage message);

    /// <summary>A view changed. For each group the changes come in the order of their versions.</summary>
    /// <param name="change">The change.</param>
    void ViewChanged(GroupViewChange change);

    /// <summary>Joining ended well: a seed node answered, or there was none to ask. Told once in a life.</summary>
    void Joined();

    /// <summary>The node has left: its farewell has been sent. Told once in a life.</summary>
    void LeaveCompleted();

    /// <summary>A rumor arrived for this node: hand it to the subscribers or the handler. At most once for each rumor
    /// in a process life.</summary>
    /// <param name="rumor">The rumor; its own publications too, when the node is a member.</param>
    void DeliverRumor(RumorMessage rumor);

    /// <summary>A publication was taken in and has its name.</summary>
    /// <param name="token">The <see cref="PublishRumor.Token"/> of the command.</param>
    /// <param name="rumor">The rumor's name; the default value when the group is unknown here.</param>
    void Published(long token, RumorId rumor);

    /// <summary>A large payload got on: told when it is announced or published, with each chunk, and at its
    /// end.</summary>
    /// <param name="progress">How far it is.</param>
    void TransferChanged(TransferProgress progress);

    /// <summary>Run the handler of a call; tell how it ended with <see cref="CompleteInvocation"/>.</summary>
    /// <param name="caller">Who asked.</param>
    /// <param name="request">The request.</param>
    void Invoke(in Peer caller, CallRequest request);

    /// <summary>The caller of a running invocation no longer waits: cancel its handler.</summary>
    /// <param name="caller">Who had asked.</param>
    /// <param name="callId">The request's number.</param>
    void CancelInvocation(in Peer caller, ulong callId);

    /// <summary>A call of this node ended. Told exactly once for each <see cref="StartCall"/>.</summary>
    /// <param name="token">The <see cref="StartCall.Token"/> of the command.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="errorText">For people; empty when it went well.</param>
    /// <param name="payload">The value's bytes; empty unless it went well.</param>
    void CallCompleted(long token, CallResult result, string errorText, ReadOnlyMemory<byte> payload);

    /// <summary>A member answered a probe itself: a measurement, and nothing to do.</summary>
    /// <param name="member">The member.</param>
    /// <param name="roundTrip">From the question to the answer.</param>
    void ProbeAnswered(NodeId member, TimeSpan roundTrip);

    /// <summary>Something worth a log line happened.</summary>
    /// <param name="notice">What.</param>
    void Notify(ProtocolNotice notice);
}
