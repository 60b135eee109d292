using NodeGroups.Protocol;

namespace NodeGroups.Transport;

/// <summary>What the built-in transports offer to the runtime beyond the contract.</summary>
internal interface IInspectableTransport : ITransport
{
    /// <summary>Gets what the transport has done so far.</summary>
    TransportCounters Counters { get; }

    /// <summary>Gets where what is received waits, to be read instead of
    /// <see cref="ITransport.ReceiveAllAsync"/>.</summary>
    Inbox Inbox { get; }

    /// <summary>Tells why an address could not be reached.</summary>
    /// <returns>What happened when it was last dialled; null when that went well, or it never was.</returns>
    string? ProblemAt(NodeAddress address);

    /// <summary>Tells whether a frame to an address would go out at once, without a dial before it.</summary>
    bool IsConnected(NodeAddress address);

    /// <summary>Closes the connections with a peer that sent what is no message, and counts them.</summary>
    void Refuse(Peer peer, TransportFailureReason reason);

    /// <summary>Ends as a killed process would: connections are reset, nothing is flushed. Never throws.</summary>
    void Abort();
}
