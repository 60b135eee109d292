namespace NodeGroups.Gossip;

/// <summary>What is allowed with each kind of message.</summary>
internal static class GossipMessageKinds
{
    /// <summary>Tells whether it is a control message that a strategy may send, and a peer's strategy gets.</summary>
    public static bool IsControl(this GossipMessageKind kind) => kind is GossipMessageKind.Announce
        or GossipMessageKind.Request or GossipMessageKind.Prune or GossipMessageKind.Graft
        or GossipMessageKind.Feedback or GossipMessageKind.Custom;
}
