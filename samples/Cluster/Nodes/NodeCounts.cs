namespace Cluster.Nodes;

/// <summary>The counters of a node that the report needs.</summary>
internal readonly record struct NodeCounts(long Published, long Delivered, long Redundant, long PayloadsSent)
{
    /// <summary>Gets the payloads that came over the wire: others' rumors, and further copies.</summary>
    public long PayloadsReceived => Delivered - Published + Redundant;

    public static NodeCounts operator +(NodeCounts left, NodeCounts right) => new(
        left.Published + right.Published,
        left.Delivered + right.Delivered,
        left.Redundant + right.Redundant,
        left.PayloadsSent + right.PayloadsSent);

    public static NodeCounts operator -(NodeCounts left, NodeCounts right) => new(
        left.Published - right.Published,
        left.Delivered - right.Delivered,
        left.Redundant - right.Redundant,
        left.PayloadsSent - right.PayloadsSent);
}
