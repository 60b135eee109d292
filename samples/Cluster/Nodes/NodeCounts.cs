namespace Cluster.Nodes;

/// <summary>The counters of a node that the report needs.</summary>
/// <param name="Duplicates">Rumors that its handlers saw again; must stay 0.</param>
internal readonly record struct NodeCounts(
    long Published, long Delivered, long Redundant, long PayloadsSent, long Duplicates)
{
    /// <summary>Gets the payloads that came over the wire: others' rumors, and further copies.</summary>
    public long PayloadsReceived => Delivered - Published + Redundant;

    public static NodeCounts operator +(NodeCounts left, NodeCounts right) => new(
        left.Published + right.Published,
        left.Delivered + right.Delivered,
        left.Redundant + right.Redundant,
        left.PayloadsSent + right.PayloadsSent,
        left.Duplicates + right.Duplicates);

    public static NodeCounts operator -(NodeCounts left, NodeCounts right) => new(
        left.Published - right.Published,
        left.Delivered - right.Delivered,
        left.Redundant - right.Redundant,
        left.PayloadsSent - right.PayloadsSent,
        left.Duplicates - right.Duplicates);
}
