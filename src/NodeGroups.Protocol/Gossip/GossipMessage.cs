namespace NodeGroups;

/// <summary>One gossip message as a strategy sees it, without the payload bytes.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Rumor">The rumor it is about; the default value when it is about none.</param>
/// <param name="Hops">The hops of the rumor at the sender, where it matters.</param>
/// <param name="Value">A number whose meaning belongs to the strategy.</param>
public readonly record struct GossipMessage(GossipMessageKind Kind, RumorId Rumor, int Hops = 0, ulong Value = 0)
{
    /// <summary>
    /// Gets, with a payload, a number that the strategy at the rumor's origin chose and that travels with every copy.
    /// </summary>
    /// <value>0, none. The origin's first sending decides it; whoever passes the rumor on cannot change it.</value>
    public uint Route { get; init; }

    /// <summary>Makes a message that carries a rumor's payload.</summary>
    /// <param name="rumor">The rumor; it must be retained here.</param>
    /// <returns>The message.</returns>
    public static GossipMessage Payload(in RumorId rumor) => new(GossipMessageKind.Payload, rumor);

    /// <summary>Makes a message that carries a rumor's name only.</summary>
    /// <param name="rumor">The rumor.</param>
    /// <param name="hops">Its hops here.</param>
    /// <returns>The message.</returns>
    public static GossipMessage Announce(in RumorId rumor, int hops = 0) =>
        new(GossipMessageKind.Announce, rumor, hops);

    /// <summary>Makes a message that asks for a rumor's payload.</summary>
    /// <param name="rumor">The rumor.</param>
    /// <returns>The message.</returns>
    public static GossipMessage Request(in RumorId rumor) => new(GossipMessageKind.Request, rumor);

    /// <summary>Makes a message that opens an exchange of digests.</summary>
    /// <returns>The message.</returns>
    public static GossipMessage Digest() => new(GossipMessageKind.Digest, default);
}
