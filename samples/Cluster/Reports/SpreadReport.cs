namespace Cluster.Reports;

/// <summary>How rumors spread by one strategy. The publisher's own delivery counts as a delivery.</summary>
internal sealed record SpreadReport
{
    /// <summary>Gets the rumors published and measured; fewer than asked for when the run ended early.</summary>
    public required int Rumors { get; init; }

    /// <summary>Gets the rumors asked for.</summary>
    public required int Requested { get; init; }

    /// <summary>Gets rumors times nodes.</summary>
    public required long Expected { get; init; }

    public required long Delivered { get; init; }

    public required double Coverage { get; init; }

    /// <summary>Gets how often a handler saw a rumor again; must be 0.</summary>
    public required int DuplicateDeliveries { get; init; }

    public required double? LastDeliveryMsP50 { get; init; }

    public required double? LastDeliveryMsP99 { get; init; }

    /// <summary>Gets the payloads that arrived for each delivery of another node's rumor; 1 is the least.</summary>
    public required double? PayloadsPerDelivery { get; init; }

    /// <summary>Gets the most payloads one node sent for one rumor.</summary>
    public required long MaxSendsPerNode { get; init; }

    /// <summary>Gets the last delivery of the very first rumor, before the measured ones: it meets cold code, and
    /// connections that have still to be made. Null when it was not delivered everywhere.</summary>
    public required double? FirstMs { get; init; }
}
