namespace NodeGroups.Transport;

/// <summary>A handshake failed; the message says why, in words that may be logged.</summary>
internal sealed class HandshakeException(TransportFailureReason reason, string message, string? answer = null)
    : Exception(message)
{
    public TransportFailureReason Reason { get; } = reason;

    /// <summary>Gets what the other side is told; null when it would not understand.</summary>
    public string? Answer { get; } = answer;

    /// <summary>A node of another cluster dialled.</summary>
    public static HandshakeException WrongCluster(string expected, string dialling) => new(
        TransportFailureReason.WrongCluster,
        $"cluster '{expected}' expected, the node that dialled has '{dialling}'.",
        $"cluster '{expected}' expected, this node has '{dialling}'.");
}
