namespace NodeGroups.Gossip;

/// <summary>A wait as a multiple of how long messages take here.</summary>
/// <param name="Means">How many times the mean.</param>
/// <param name="Bounds">How many times what a message hardly exceeds.</param>
internal readonly record struct LatencyMultiple(double Means, double Bounds)
{
    /// <summary>Gets the wait under the conditions of a group.</summary>
    public TimeSpan In(IGossipContext context)
    {
        GossipConditions conditions = context.Conditions;
        return (Means * (conditions.Latency ?? conditions.LatencyBound)) + (Bounds * conditions.LatencyBound);
    }
}
