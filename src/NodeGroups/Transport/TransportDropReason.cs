namespace NodeGroups;

/// <summary>Why a transport dropped a frame instead of sending it.</summary>
public enum TransportDropReason
{
    /// <summary>The peer could not be reached, or was dialled in vain a moment ago.</summary>
    Unreachable = 0,

    /// <summary>The membership lane of the peer was full.</summary>
    QueueFull = 1,

    /// <summary>The connection broke while the frame was being written, or made no progress for too long.</summary>
    Broken = 2,

    /// <summary>The transport was closed.</summary>
    Closed = 3,

    /// <summary>A test network lost it on purpose.</summary>
    Loss = 4,
}
