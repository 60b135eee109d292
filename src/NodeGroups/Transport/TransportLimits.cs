using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>The limits of a transport. Immutable.</summary>
public sealed record TransportLimits
{
    /// <summary>Gets the largest frame accepted or sent, in bytes; a larger one closes the connection.</summary>
    /// <value>1 MiB; at most <see cref="ProtocolLimits.MaximumFrameBytes"/>.</value>
    public int FrameBytes { get; init; } = ProtocolLimits.DefaultFrameBytes;

    /// <summary>Gets the largest handshake, in bytes: all that an unknown peer may send before it has introduced
    /// itself.</summary>
    /// <value>4 KiB.</value>
    public int HandshakeBytes { get; init; } = 4096;

    /// <summary>Gets how long a whole handshake may take.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how long a dial may take.</summary>
    /// <value>3 seconds.</value>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets the bytes that may wait for one peer; when full, senders wait, and what nobody waits for is
    /// dropped and counted.</summary>
    /// <value>8 MiB.</value>
    public int SendQueueBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Gets the bytes of the membership lane that may wait for one peer; beyond, the frame is dropped and
    /// counted.</summary>
    /// <value>1 MiB.</value>
    public int MembershipQueueBytes { get; init; } = 1024 * 1024;

    /// <summary>Gets how many connections may be in handshake at a time.</summary>
    /// <value>128.</value>
    public int PendingHandshakes { get; init; } = 128;

    /// <summary>Gets how many connections from one remote address may be in handshake at a time.</summary>
    /// <remarks>One machine cannot take all places. Loopback is exempt: all nodes of this machine share it.</remarks>
    /// <value>16.</value>
    public int PendingHandshakesPerAddress { get; init; } = 16;

    /// <summary>Gets how many connections may stand at a time.</summary>
    /// <value>4,096.</value>
    public int Connections { get; init; } = 4096;

    /// <summary>Gets how long a connection may be without any frame before it is closed.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets how long a write, or a frame that has begun to arrive, may make no progress before the connection
    /// is given up.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how many received frames may wait for the reader; beyond, connections are not read, so that TCP
    /// holds peers back.</summary>
    /// <value>16,384.</value>
    public int ReceiveQueueFrames { get; init; } = 16_384;

    /// <summary>Gets how many bytes of received frames may wait for the reader; beyond, connections are not read, so
    /// that TCP holds peers back. What each connection had read before may come on top.</summary>
    /// <value>64 MiB.</value>
    public int ReceiveQueueBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Checks all limits.</summary>
    /// <returns>A sentence for each limit that is not valid; empty when all are.</returns>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        CheckRange(problems, nameof(FrameBytes), FrameBytes, 4096, ProtocolLimits.MaximumFrameBytes);
        CheckRange(problems, nameof(HandshakeBytes), HandshakeBytes, 1024, ushort.MaxValue);
        CheckRange(problems, nameof(SendQueueBytes), SendQueueBytes, 4096, int.MaxValue);
        CheckRange(problems, nameof(MembershipQueueBytes), MembershipQueueBytes, 4096, int.MaxValue);
        CheckRange(problems, nameof(PendingHandshakes), PendingHandshakes, 1, 65_536);
        CheckRange(problems, nameof(PendingHandshakesPerAddress), PendingHandshakesPerAddress, 1, 65_536);
        CheckRange(problems, nameof(Connections), Connections, 1, 1_048_576);
        CheckRange(problems, nameof(ReceiveQueueFrames), ReceiveQueueFrames, 1, 16_777_216);
        CheckRange(problems, nameof(ReceiveQueueBytes), ReceiveQueueBytes, 4096, int.MaxValue);
        CheckTime(problems, nameof(HandshakeTimeout), HandshakeTimeout);
        CheckTime(problems, nameof(DialTimeout), DialTimeout);
        CheckTime(problems, nameof(IdleTimeout), IdleTimeout);
        CheckTime(problems, nameof(WriteTimeout), WriteTimeout);
        return problems;
    }

    /// <exception cref="NodeOptionsException">A limit is not valid; all problems are told.</exception>
    internal void ThrowIfInvalid()
    {
        IReadOnlyList<string> problems = Validate();
        if (problems.Count > 0)
        {
            throw new NodeOptionsException([.. problems.Select(problem => $"Transport: {problem}")]);
        }
    }

    private static void CheckRange(List<string> problems, string name, int value, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
        {
            problems.Add(FormattableString.Invariant($"{name} must be {minimum} to {maximum}; it is {value}."));
        }
    }

    private static void CheckTime(List<string> problems, string name, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
        {
            problems.Add($"{name} must be above zero and at most one day; it is {value}.");
        }
    }
}
