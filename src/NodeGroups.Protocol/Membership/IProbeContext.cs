namespace NodeGroups.Protocol.Membership;

/// <summary>What a <see cref="Prober"/> needs from its surroundings while it handles one input.</summary>
internal interface IProbeContext
{
    /// <summary>The present time.</summary>
    MonotonicTime Now { get; }

    /// <summary>Sends a message.</summary>
    void Send(in Peer to, ProtocolMessage message);

    /// <summary>The records to carry along, with the suspicion of one member first when there is one.</summary>
    IReadOnlyList<Member> Piggyback(NodeId about);

    /// <summary>The probe of a member found doubt: by its end, or by hard evidence.</summary>
    void Doubt(NodeId target, int confirmations, int refusals, bool hard);

    /// <summary>A probed member answered.</summary>
    void Answered(NodeId target);

    /// <summary>It answered by itself, after this time.</summary>
    void Measured(NodeId target, TimeSpan roundTrip);
}
