namespace NodeGroups.Simulation.Spread;

/// <summary>What happens at a node.</summary>
internal enum NodeEventKind : byte
{
    /// <summary>It publishes the next rumor.</summary>
    Publish,

    /// <summary>A payload arrives.</summary>
    Payload,

    /// <summary>A control message of a strategy arrives.</summary>
    Control,

    /// <summary>A digest arrives that wants an answer.</summary>
    Digest,

    /// <summary>A digest arrives that is an answer.</summary>
    DigestReply,

    /// <summary>A request for payloads arrives.</summary>
    Pull,

    /// <summary>A timer of the strategy is due.</summary>
    Timer,

    /// <summary>A round of the strategy is due.</summary>
    Round,

    /// <summary>A round of repair is due.</summary>
    Repair,

    /// <summary>Everybody notices the dead.</summary>
    Notice,
}
