using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>What a way is expected to give and to cost; see the properties of <see cref="GossipPlan"/>.</summary>
internal sealed record GossipPrediction
{
    private const int RoundLimit = 10_000;
    private static readonly RecentResults<(RumorRoute, int, int, double), EagerEstimate> s_recent = new(EagerOf);

    public required EagerEstimate Eager { get; init; }

    public required int RepairRounds { get; init; }

    public required double Reliability { get; init; }

    public required double PayloadSends { get; init; }

    public required double Bytes { get; init; }

    public required double BusiestSends { get; init; }

    /// <summary>Computes all of it.</summary>
    public static GossipPrediction Of(
        int members, long payloadBytes, GossipConditions conditions, RumorRoute route, GossipSettings settings)
    {
        int live = Math.Max(1, members - (int)(members * conditions.DeadShare));
        StripedEstimate stripes = StripedEstimate.For(members, payloadBytes, settings.Large);
        EagerEstimate eager = route.Strategy == PlannedStrategy.Striped
            ? stripes.Eager(members, live, conditions.Loss)
            : s_recent[(route, members, live, conditions.Loss)];
        (int rounds, double missing) = Repair(live, eager, conditions);
        double sends = SendsPerNode(route, members, live, eager) + (1 - eager.Coverage - missing);
        return new GossipPrediction
        {
            Eager = eager,
            RepairRounds = rounds,
            Reliability = rounds == 0 ? eager.Reliability : Math.Exp(-live * missing),
            PayloadSends = sends,
            Bytes = route.Strategy == PlannedStrategy.Striped
                ? StripedBytes(members, payloadBytes, conditions, stripes, settings)
                : (sends * (payloadBytes + WireSizes.Usual.Header))
                    + ControlBytes(members, payloadBytes, conditions, route, eager, settings),
            BusiestSends = route.Strategy == PlannedStrategy.Striped
                ? stripes.Busiest
                : Math.Min(members - 1, route.Strategy == PlannedStrategy.Ring ? 2 * route.Fanout : route.Fanout),
        };
    }

    private static EagerEstimate EagerOf((RumorRoute Route, int Members, int Live, double Loss) given)
    {
        (RumorRoute route, int members, int live, double loss) = given;
        return route.Strategy switch
        {
            PlannedStrategy.Broadcast => EagerEstimate.Broadcast(members, live, loss),
            PlannedStrategy.Ring => EagerEstimate.Ring(members, live, route.Fanout, loss),
            _ => EagerEstimate.Tree(members, live, route.Fanout, loss),
        };
    }

    /// <summary>
    /// Gets the bytes of announcements, of the digests that come whether something is missing or not, and of asking.
    /// </summary>
    private static double ControlBytes(
        int members,
        long payloadBytes,
        GossipConditions conditions,
        RumorRoute route,
        EagerEstimate eager,
        GossipSettings settings)
    {
        WireSizes sizes = WireSizes.Usual;
        int announcements = route.Strategy == PlannedStrategy.Tree
            ? RouteChoice.AnnouncementRings(payloadBytes, conditions) : 0;
        double asked = 1 - eager.Coverage;
        return (announcements * sizes.Control)
            + (DigestEstimate.PerNode(members, eager.Rounds, conditions, settings) * sizes.Digest(1))
            + (asked * (sizes.OnePull + sizes.Digest(1)));
    }

    /// <summary>The chunks, and the description, which goes the way of a rumor of its size.</summary>
    private static double StripedBytes(
        int members, long payloadBytes, GossipConditions conditions, StripedEstimate stripes, GossipSettings settings)
    {
        double copies = (members - 1.0) / members;
        long description = LargeDescription.BytesFor(stripes.Chunks);
        RumorRoute route = RouteChoice.For(members, description, conditions, own: null);
        return (copies * (payloadBytes + (stripes.Chunks * WireSizes.Usual.ChunkHeader)))
            + Of(members, description, conditions, route, settings).Bytes;
    }

    private static double SendsPerNode(RumorRoute route, int members, int live, EagerEstimate eager) =>
        route.Strategy switch
        {
            PlannedStrategy.Broadcast => (members - 1.0) / live,
            PlannedStrategy.Ring =>
                ((eager.Coverage - (1.0 / live)) * RingEstimate.DistinctSuccessors(members - 1, route.Fanout))
                    + (RingEstimate.DistinctSuccessors(members - 1, 2 * route.Fanout) / live),
            _ => eager.Sends / live,
        };

    /// <summary>
    /// Lets digests mend what is missing: in each round a node asks one peer and is asked by one. Its own digest, the
    /// answer, the pull and the payload must arrive; of a peer's, three of these.
    /// </summary>
    private static (int Rounds, double Missing) Repair(int live, EagerEstimate eager, GossipConditions conditions)
    {
        double missing = 1 - eager.Coverage;
        if (eager.Reliability >= conditions.Reliability)
        {
            return (0, missing);
        }

        double arrival = 1 - conditions.Loss;
        double alive = 1 - conditions.DeadShare;
        double asked = Math.Pow(arrival, 3) * alive;
        double tolerated = -Math.Log(conditions.Reliability) / live;
        int rounds = 0;
        while (rounds == 0 || (missing > tolerated && rounds < RoundLimit))
        {
            double has = 1 - missing;
            missing *= (1 - (asked * has)) * (1 - (asked * arrival * has));
            rounds++;
        }

        return (rounds, missing);
    }
}
