namespace Cluster.Nodes;

/// <summary>The counters of a node that the report needs.</summary>
/// <remarks>A class: JSON code for a structure would have to be compiled for it alone, in every child.</remarks>
/// <param name="GossipDuplicates">Gossiped rumors that its handler saw again; must stay 0.</param>
/// <param name="BroadcastDuplicates">The same for those sent to everybody.</param>
internal sealed record NodeCounts(
    long Published,
    long Delivered,
    long Redundant,
    long PayloadsSent,
    long GossipDuplicates,
    long BroadcastDuplicates)
{
    public static readonly NodeCounts None = new(0, 0, 0, 0, 0, 0);

    /// <summary>Gets the payloads that came over the wire: others' rumors, and further copies.</summary>
    public long PayloadsReceived => Delivered - Published + Redundant;

    public static NodeCounts operator +(NodeCounts left, NodeCounts right) => new(
        left.Published + right.Published,
        left.Delivered + right.Delivered,
        left.Redundant + right.Redundant,
        left.PayloadsSent + right.PayloadsSent,
        left.GossipDuplicates + right.GossipDuplicates,
        left.BroadcastDuplicates + right.BroadcastDuplicates);

    public static NodeCounts operator -(NodeCounts left, NodeCounts right) => new(
        left.Published - right.Published,
        left.Delivered - right.Delivered,
        left.Redundant - right.Redundant,
        left.PayloadsSent - right.PayloadsSent,
        left.GossipDuplicates - right.GossipDuplicates,
        left.BroadcastDuplicates - right.BroadcastDuplicates);
}
