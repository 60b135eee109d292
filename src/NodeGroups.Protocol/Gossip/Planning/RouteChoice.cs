using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>The rule by which the way of a rumor is chosen: a few comparisons, and no allocation.</summary>
/// <remarks>
/// Few members: to all at once. A payload of some size, or one of a stream, costs one copy for each member on a tree.
/// What is left is light and seldom: rings, with so many copies that about a tenth of a member is left for repair,
/// ⌈ln(10 n) / −ln(1 − a)⌉ where a copy arrives with probability a. What is above <see
/// cref="LargePayloadSettings.ThresholdBytes"/> is striped, under every strategy, and does not come here. A wish for a
/// reliability changes none of it: repair meets it.
/// </remarks>
internal static class RouteChoice
{
    /// <summary>Up to so many members the origin sends to all: not more than inner nodes of a tree send.</summary>
    public const int BroadcastMembers = 9;

    /// <summary>Payloads up to this size are light: a copy costs hardly more than its announcement.</summary>
    public const int LightBytes = 1_024;

    /// <summary>Payloads above this size are more than an origin should send to each of a few members.</summary>
    public const int HeavyBytes = 64 * 1_024;

    /// <summary>A loss below this does not show in a few probes, so rings are not planned with less.</summary>
    public const double UnseenLoss = 0.02;

    private const int FewestRings = 3;
    private const int MostRings = 8;
    private const int MostChildren = 8;
    private const double TreeArrival = 0.95;
    private const double SecondsPerByte = 8e-9;
    private const double SecondsPerSend = 6e-6;
    private const double UsualLatency = 0.0005;

    /// <summary>Chooses.</summary>
    /// <param name="members">The members, the origin included; at least 1.</param>
    /// <param name="payloadBytes">The payload's size.</param>
    /// <param name="conditions">What is known of the network.</param>
    /// <param name="own">The strategy's own fan-out: on how many rings a light rumor goes. Null for what is computed,
    /// as with a reliability, which is a wish and no number.</param>
    /// <returns>The way; its fan-out is one that can be passed on.</returns>
    public static RumorRoute For(int members, long payloadBytes, GossipConditions conditions, Fanout? own)
    {
        if (members <= BroadcastMembers && (payloadBytes <= HeavyBytes || members <= 2))
        {
            return new RumorRoute(PlannedStrategy.Broadcast, Math.Max(1, members - 1));
        }

        double arrival = 1 - conditions.Loss;
        bool isTree = payloadBytes > LightBytes || (conditions.IsStream && arrival >= TreeArrival);
        return isTree
            ? new RumorRoute(PlannedStrategy.Tree, ChildrenFor(members, payloadBytes, conditions))
            : new RumorRoute(PlannedStrategy.Ring, Rings(members, arrival, own));
    }

    /// <summary>Gets on how many rings names of a rumor on a tree are announced, beside the digests.</summary>
    /// <remarks>A stream tells of gaps by itself, so light rumors are announced only where losses are seen.</remarks>
    public static int AnnouncementRings(long payloadBytes, GossipConditions conditions) =>
        payloadBytes > LightBytes || conditions.Loss >= UnseenLoss ? 1 : 0;

    private static int Rings(int members, double arrival, Fanout? own)
    {
        int rings = own is null or { Reliability: not null } ? RingsFor(members, arrival) : own.For(members);
        return Math.Clamp(rings, 1, Math.Min(RumorRoute.FanoutLimit, members - 1));
    }

    private static int RingsFor(int members, double arrival)
    {
        double wanted = Math.Log(10.0 * members) / -Math.Log(1 - Math.Min(arrival, 1 - UnseenLoss));
        return (int)Math.Clamp(Math.Ceiling(wanted), FewestRings, MostRings);
    }

    /// <summary>Weighs a hop less against a child more: a node sends to its children one after the other.</summary>
    private static int ChildrenFor(int members, long payloadBytes, GossipConditions conditions)
    {
        double hop = conditions.Latency?.TotalSeconds ?? UsualLatency;
        double send = SecondsPerSend + (payloadBytes * SecondsPerByte);
        int best = 2;
        double bestTime = double.PositiveInfinity;
        for (int children = 2; children <= MostChildren; children++)
        {
            double time = DepthOf(members, children) * (hop + (children * send));
            if (time < bestTime)
            {
                (best, bestTime) = (children, time);
            }
        }

        return best;
    }

    /// <summary>Gets how many hops the tree needs.</summary>
    public static int DepthOf(int members, int children)
    {
        long level = 1;
        long reached = 1;
        int depth = 0;
        while (reached < members)
        {
            level *= children;
            reached += level;
            depth++;
        }

        return depth;
    }
}
