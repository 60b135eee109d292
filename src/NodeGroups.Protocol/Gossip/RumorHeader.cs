namespace NodeGroups;

/// <summary>What a strategy knows of a rumor.</summary>
/// <param name="Id">Its name.</param>
/// <param name="From">Who sent it here; this node itself when it was published here.</param>
/// <param name="Hops">How many sendings it took to come here; 0 when it was published here.</param>
/// <param name="PayloadBytes">The size of its payload.</param>
/// <param name="IsRepair">True when it came by repair (an answer to a request or digest), not by an eager push.</param>
/// <param name="Route">What the strategy at its origin wrote beside the payload; see
/// <see cref="GossipMessage.Route"/>.</param>
public readonly record struct RumorHeader(
    RumorId Id, NodeId From, int Hops, int PayloadBytes, bool IsRepair, uint Route = 0);
