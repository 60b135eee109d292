namespace NodeGroups;

/// <summary>Why a transport refused or gave up a connection.</summary>
public enum TransportFailureReason
{
    /// <summary>The bytes are not a handshake of this library: a port scan, a web browser, a health check.</summary>
    Garbage = 0,

    /// <summary>The connection ended or broke in the middle of the handshake.</summary>
    Truncated = 1,

    /// <summary>The handshake took too long.</summary>
    Timeout = 2,

    /// <summary>The handshake is larger than allowed.</summary>
    TooLarge = 3,

    /// <summary>The peer belongs to another cluster.</summary>
    WrongCluster = 4,

    /// <summary>The peer speaks no version that this node speaks.</summary>
    WrongVersion = 5,

    /// <summary>A node dialled itself.</summary>
    Self = 6,

    /// <summary>The limit of connections or of pending handshakes was reached.</summary>
    Limit = 7,

    /// <summary>A frame's length was below the header's or above the limit; the connection was closed.</summary>
    BadFrameLength = 8,

    /// <summary>The other side refused this node.</summary>
    RefusedByPeer = 9,

    /// <summary>The peer named the address of another node as its own, and did not answer there.</summary>
    AddressTaken = 10,

    /// <summary>The checksum of a frame did not fit; the connection was closed.</summary>
    BadChecksum = 11,

    /// <summary>A frame had a wire version that this node does not read; the connection was closed.</summary>
    BadFrameVersion = 12,

    /// <summary>The content of a frame broke a rule or limit; the connection was closed.</summary>
    BadFrame = 13,

    /// <summary>A frame that had begun did not come on; the connection was closed.</summary>
    StalledFrame = 14,
}
