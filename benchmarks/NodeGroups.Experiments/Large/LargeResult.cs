namespace NodeGroups.Experiments;

/// <summary>How one large payload spread.</summary>
/// <param name="Nodes">The number of nodes.</param>
/// <param name="Payload">The bytes.</param>
/// <param name="HalfMs">When half of the nodes had it, after the publication.</param>
/// <param name="AllMs">When all had it.</param>
/// <param name="OriginUpload">Payload bytes sent by the origin, as a multiple of the payload.</param>
/// <param name="MostUpload">Payload bytes sent by the node that sent most, as a multiple of the payload.</param>
/// <param name="MeanUpload">The mean of all nodes; (nodes − 1) / nodes when nothing is sent twice.</param>
/// <param name="SmallP50Ms">The median time in which small rumors published meanwhile reached all nodes.</param>
/// <param name="SmallMaxMs">The longest such time.</param>
/// <param name="HeapMiB">The managed heap of the process afterwards.</param>
internal sealed record LargeResult(
    int Nodes,
    int Payload,
    double HalfMs,
    double AllMs,
    double OriginUpload,
    double MostUpload,
    double MeanUpload,
    double SmallP50Ms,
    double SmallMaxMs,
    double HeapMiB)
{
    /// <summary>Gets what the plan says each node uploads on average, as a multiple of the payload.</summary>
    public double PlannedMeanUpload => GossipPlan.For(Nodes, Payload).PayloadSendsPerNode;

    /// <summary>Gets what the plan says the busiest node uploads where nothing has to be sent twice.</summary>
    public double PlannedMostUpload => GossipPlan.For(Nodes, Payload).BusiestNodeSends;
}
