namespace NodeGroups.Protocol.Calls;

/// <summary>A call of this node that waits for its answer.</summary>
internal sealed class PendingCall : Deadlined
{
    /// <summary>The shell's name for the call.</summary>
    public required long Token { get; init; }

    /// <summary>The call's number, as the receiver knows it.</summary>
    public required ulong CallId { get; init; }

    /// <summary>The calls to the same peer, this one among them.</summary>
    public required OutgoingCalls Owner { get; init; }

    /// <summary>Whether the peer has left since, so that only an answer on its way can still come.</summary>
    public bool HasPeerLeft { get; set; }
}
