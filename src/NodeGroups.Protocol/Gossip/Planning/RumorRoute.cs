namespace NodeGroups.Gossip;

/// <summary>
/// The way of one rumor as its origin chose it, in the form in which it travels with the payload, so that all who pass
/// the rumor on do it alike.
/// </summary>
/// <param name="Strategy">The way.</param>
/// <param name="Fanout">To how many each node sends; the children of a node of the tree.</param>
internal readonly record struct RumorRoute(PlannedStrategy Strategy, int Fanout)
{
    /// <summary>The largest fan-out that is passed on, whoever asks for it.</summary>
    public const int FanoutLimit = 16;

    private const int StrategyBits = 4;

    /// <summary>Writes it as a number above 0.</summary>
    public uint ToValue() => (uint)Strategy | ((uint)Math.Clamp(Fanout, 1, FanoutLimit) << StrategyBits);

    /// <summary>Reads a number that came from a peer: false when it says nothing that this build can do.</summary>
    public static bool TryRead(ulong value, out RumorRoute route)
    {
        PlannedStrategy strategy = (PlannedStrategy)(value & ((1 << StrategyBits) - 1));
        ulong fanout = value >> StrategyBits;
        route = new RumorRoute(strategy, (int)Math.Min(fanout, FanoutLimit));
        return strategy is PlannedStrategy.Broadcast or PlannedStrategy.Ring or PlannedStrategy.Tree && fanout > 0;
    }
}
