namespace NodeGroups.Simulation.Spread;

/// <summary>Something that happens at one node.</summary>
/// <param name="Kind">What.</param>
/// <param name="Control">Of a control message the <see cref="GossipMessageKind"/>.</param>
/// <param name="Hops">The hops of the rumor.</param>
/// <param name="Target">The node.</param>
/// <param name="Source">The sender; the node itself when there is none.</param>
/// <param name="Rumor">The number of the rumor; of a digest the latest there was; −1 for none.</param>
/// <param name="Value">The strategy's number; of a digest or pull, one bit for each slot.</param>
internal readonly record struct NodeEvent(
    NodeEventKind Kind, byte Control, ushort Hops, int Target, int Source, int Rumor, ulong Value);
