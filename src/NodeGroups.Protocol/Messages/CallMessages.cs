namespace NodeGroups.Protocol;

/// <summary>Asks a member to run a method.</summary>
/// <param name="CallId">The caller's count of calls to this receiver: 1, 2, 3... Names the call in the answer and
/// tells duplicates.</param>
/// <param name="Group">The group through which the member was addressed; none for a call to one node.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Timeout">How long the caller will still wait, counted from arrival; the receiver does not start it
/// later.</param>
/// <param name="TraceParent">The caller's W3C trace context, or empty.</param>
/// <param name="Payload">The argument's bytes.</param>
public sealed record CallRequest(
    ulong CallId, GroupName Group, string Method, TimeSpan Timeout, string TraceParent, ReadOnlyMemory<byte> Payload)
    : ProtocolMessage;

/// <summary>Answers a <see cref="CallRequest"/>.</summary>
/// <param name="CallId">The request's number.</param>
/// <param name="Result">How it went.</param>
/// <param name="ErrorText">For people, at most <see cref="ProtocolLimits.ErrorTextBytes"/>; empty when it went
/// well.</param>
/// <param name="Payload">The value's bytes; empty unless it went well.</param>
public sealed record CallReply(ulong CallId, CallResult Result, string ErrorText, ReadOnlyMemory<byte> Payload)
    : ProtocolMessage;

/// <summary>Tells the receiver of a <see cref="CallRequest"/> that its caller no longer waits.</summary>
/// <param name="CallId">The request's number.</param>
public sealed record CallCancel(ulong CallId) : ProtocolMessage;
