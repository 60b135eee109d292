namespace NodeGroups.Protocol;

/// <summary>What a transport noticed about a peer.</summary>
public enum PeerSignal
{
    /// <summary>Nothing: an ordinary frame.</summary>
    None = 0,

    /// <summary>A connection stands and the peer has said which process life it is.</summary>
    Connected = 1,

    /// <summary>The peer closed the connection in order.</summary>
    Closed = 2,

    /// <summary>The connection broke: reset, aborted, or closed in the middle of a frame. Frames may be lost.</summary>
    Reset = 3,

    /// <summary>Nobody listens at the address: the dial was refused.</summary>
    Refused = 4,

    /// <summary>The dial or the connection timed out, or the address cannot be reached.</summary>
    TimedOut = 5,

    /// <summary>Another process life than the one meant listens at the address; the one meant is gone.</summary>
    Replaced = 6,

    /// <summary>The peer refused the handshake: another cluster or version.</summary>
    Rejected = 7,
}
