using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>The limits of a transport. Immutable.</summary>
public sealed record TransportLimits
{
    /// <summary>Gets the largest frame accepted or sent, in bytes; a larger one closes the connection.</summary>
    /// <value>1 MiB; at most <see cref="ProtocolLimits.MaximumFrameBytes"/>.</value>
    public int FrameBytes { get; init; } = ProtocolLimits.DefaultFrameBytes;

    /// <summary>Gets the largest handshake, in bytes: all that an unknown peer may send before it has introduced itself.</summary>
    /// <value>4 KiB.</value>
    public int HandshakeBytes { get; init; } = 4096;

    /// <summary>Gets how long a whole handshake may take.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how long a dial may take.</summary>
    /// <value>3 seconds.</value>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets the bytes that may wait for one peer; when full, senders wait, and what nobody waits for is dropped and counted.</summary>
    /// <value>8 MiB.</value>
    public int SendQueueBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Gets the bytes of the membership lane that may wait for one peer; beyond, the frame is dropped and counted.</summary>
    /// <value>1 MiB.</value>
    public int MembershipQueueBytes { get; init; } = 1024 * 1024;

    /// <summary>Gets how many connections may be in handshake at a time.</summary>
    /// <value>128.</value>
    public int PendingHandshakes { get; init; } = 128;

    /// <summary>Gets how many connections may stand at a time.</summary>
    /// <value>4,096.</value>
    public int Connections { get; init; } = 4096;

    /// <summary>Gets how long a connection may be without any frame before it is closed.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how long a write may make no progress before the connection is given up.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how many received frames may wait for the reader; beyond, connections are not read, so that TCP holds peers back.</summary>
    /// <value>16,384.</value>
    public int ReceiveQueueFrames { get; init; } = 16_384;
}
