namespace NodeGroups;

/// <summary>The gossip strategies that come with the library, and the way to bring your own.</summary>
public static class GossipStrategies
{
    /// <summary>Gets the strategy that sends every rumor from its origin to every member: the baseline. n − 1 sends by one node, one hop.</summary>
    public static GossipStrategy Broadcast { get; } = new("broadcast", "", static () => new Gossip.BroadcastStrategy());

    /// <summary>Pushes each rumor, the moment it is new, to fresh random peers, once (infect-and-die).</summary>
    /// <param name="fanout">How many peers; null for the group's fan-out.</param>
    /// <returns>The strategy.</returns>
    public static GossipStrategy Push(Fanout? fanout = null) =>
        new("push", fanout is null ? "" : $"fanout={fanout}", () => new Gossip.PushStrategy(fanout));

    /// <summary>Brings a strategy of your own.</summary>
    /// <param name="name">Its name, for reports; see <see cref="Protocol.NameRules"/>.</param>
    /// <param name="create">Makes an instance; called once for each group on each node.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a name.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="create"/> is null.</exception>
    public static GossipStrategy Custom(string name, Func<IGossipStrategy> create) => new(name, "", create);
}
