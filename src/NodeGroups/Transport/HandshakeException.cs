namespace NodeGroups.Transport;

/// <summary>A handshake failed; the message says why, in words that may be logged.</summary>
internal sealed class HandshakeException(TransportFailureReason reason, string message, bool answer = false)
    : Exception(message)
{
    public TransportFailureReason Reason { get; } = reason;

    /// <summary>Gets a value indicating whether the other side is told the reason.</summary>
    public bool Answer { get; } = answer;
}
