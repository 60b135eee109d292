using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>To how many a strategy sends: what its fan-out, or the group's, means here and now.</summary>
/// <remarks>
/// A reliability counts the loss that this node has measured, whether the group or the strategy was given it.
/// </remarks>
internal static class FanoutInUse
{
    private static readonly RecentResults<(int Members, int Live, double Loss, double Reliability), int> s_rings =
        new(static wish => RingsFor(wish.Members, wish.Live, wish.Loss, wish.Reliability));

    /// <summary>Gets to how many uniform peers a node sends.</summary>
    /// <param name="own">The strategy's own fan-out; null for the group's.</param>
    /// <param name="context">The group.</param>
    /// <returns>0 to the number of peers.</returns>
    public static int PeersOf(Fanout? own, IGossipContext context) =>
        own?.For(MembersOf(context), context.Conditions.Loss) ?? context.Fanout;

    /// <summary>Gets on how many rings a node sends: a reliability needs fewer rings than uniform peers.</summary>
    /// <param name="own">The strategy's own fan-out; null for the group's.</param>
    /// <param name="context">The group.</param>
    /// <returns>0 to the number of peers.</returns>
    public static int RingsOf(Fanout? own, IGossipContext context) =>
        (own ?? context.GroupFanout) is { Reliability: not null } wish
            ? RingsFor(wish, MembersOf(context), context.Conditions.Loss)
            : PeersOf(own, context);

    /// <summary>Gets the rings for a group's size: by the rings' own expression where a reliability is
    /// wished.</summary>
    /// <param name="fanout">The fan-out.</param>
    /// <param name="members">The number of members, this node and the dead included.</param>
    /// <param name="loss">The share of messages lost; at least 0 and below 1.</param>
    /// <param name="deadShare">The share of members that are dead; at least 0 and below 1.</param>
    /// <returns>0 to <paramref name="members"/> − 1.</returns>
    public static int RingsFor(Fanout fanout, int members, double loss, double deadShare = 0)
    {
        if (fanout.Reliability is not { } reliability || members <= 1)
        {
            return fanout.For(members, loss, deadShare);
        }

        int live = members - (int)(members * deadShare);
        return s_rings[(members, live, Math.Max(loss, RouteChoice.UnseenLoss), reliability)];
    }

    /// <summary>Takes the expression for large groups, and more while the chain of small ones says that they do not
    /// do: there two rings often name the same member.</summary>
    private static int RingsFor(int members, int live, double loss, double reliability)
    {
        double arrival = (1 - loss) * live / members;
        int rings = Math.Min(members - 1, SpreadEstimate.RingsFor(live, arrival, reliability));
        while (live <= RingChain.LiveLimit && rings < Math.Min(members - 1, RingChain.RingLimit)
            && RingEstimate.Of(members, live, rings, rings, loss, isOnce: true).Reliability < reliability)
        {
            rings++;
        }

        return rings;
    }

    /// <summary>Gets the members, and this node where it is none and publishes to a single one.</summary>
    private static int MembersOf(IGossipContext context)
    {
        int members = context.MemberCount;
        return members == 1 && context.MemberAt(0) != context.Self ? 2 : members;
    }
}
