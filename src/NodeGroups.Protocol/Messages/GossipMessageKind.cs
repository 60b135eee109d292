namespace NodeGroups;

/// <summary>What a <see cref="GossipMessage"/> says.</summary>
public enum GossipMessageKind
{
    /// <summary>
    /// The rumor's payload. Received: the rumor was known already (a new one comes as a rumor); the value is 1 when
    /// this is the answer to a request, a graft or repair, else 0.
    /// </summary>
    Payload = 1,

    /// <summary>"I have this rumor": its name without the payload.</summary>
    Announce = 2,

    /// <summary>
    /// "Send me this rumor". The engine answers with the payload when it is retained, then tells the strategy.
    /// </summary>
    Request = 3,

    /// <summary>"Send me announcements instead of payloads": demotes the link.</summary>
    Prune = 4,

    /// <summary>
    /// "Send me payloads again, this rumor first": promotes the link. The engine answers with the payload.
    /// </summary>
    Graft = 5,

    /// <summary>"I knew that rumor already": feedback to the sender of a payload.</summary>
    Feedback = 6,

    /// <summary>A digest of what the sender has. Sent by kind alone: the engine writes, reads and answers it.</summary>
    Digest = 7,

    /// <summary>A timer set by this strategy on this node; never on the wire.</summary>
    Timer = 8,

    /// <summary>Anything of the strategy's own, in <see cref="GossipMessage.Value"/>.</summary>
    Custom = 9,

    /// <summary>
    /// "My readers are slow: hold your publications back", or let go. Of the engine alone; no strategy sees or sends
    /// it.
    /// </summary>
    Hold = 10,
}
