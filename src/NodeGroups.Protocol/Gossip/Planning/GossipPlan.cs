using System.Globalization;
using NodeGroups.Gossip;

namespace NodeGroups;

/// <summary>
/// What <see cref="GossipStrategies.Auto"/> does with a rumor, and what that is expected to give and to cost: computed
/// from the library's own model, never looked up. Immutable.
/// </summary>
/// <remarks>
/// Loss and crashes count as independent, and crashes as unnoticed. The models are those of
/// <see cref="Protocol.SpreadEstimate"/>, with the distinct senders of small groups counted. What is called eager is
/// the phase of the copies that nobody asked for: announcements and what is fetched because of them belong to repair,
/// so with loss a tree soon gives more than its eager phase is told to give.
/// </remarks>
public sealed record GossipPlan
{
    private const int HeaderBytes = 96;
    private const int ControlBytes = 80;
    private const int StripeBytes = 16 * 1_024;
    private const int StripeLimit = 64;
    private const int RoundLimit = 10_000;

    private GossipPlan(int members, long payloadBytes, GossipConditions conditions, RumorRoute route)
    {
        Members = members;
        PayloadBytes = payloadBytes;
        Conditions = conditions;
        Strategy = route.Strategy;
        Fanout = route.Fanout;
    }

    /// <summary>Gets the number of members planned for, the origin included.</summary>
    public int Members { get; }

    /// <summary>Gets the payload's size in bytes.</summary>
    public long PayloadBytes { get; }

    /// <summary>Gets the conditions planned for.</summary>
    public GossipConditions Conditions { get; }

    /// <summary>Gets the way chosen.</summary>
    public PlannedStrategy Strategy { get; }

    /// <summary>
    /// Gets to how many members a node sends: rings, or children in the tree; the others for a broadcast.
    /// </summary>
    /// <value>The origin sends on twice as many rings: its first copies decide.</value>
    public int Fanout { get; }

    /// <summary>Gets the probability that every live member has the rumor before any repair.</summary>
    public double EagerReliability { get; private init; }

    /// <summary>Gets the expected share of live members that have the rumor before any repair.</summary>
    public double EagerCoverage { get; private init; }

    /// <summary>Gets how many rounds of digests it takes until the wished reliability is reached; often 0.</summary>
    public int RepairRounds { get; private init; }

    /// <summary>Gets the probability that every live member has the rumor after these rounds of repair.</summary>
    /// <remarks>Repair goes on after them while the rumor is retained.</remarks>
    public double Reliability { get; private init; }

    /// <summary>Gets about how many hops the last member is away, before any repair.</summary>
    public double Rounds { get; private init; }

    /// <summary>Gets about how long these hops take.</summary>
    /// <value>Null when the latency is not known.</value>
    public TimeSpan? Latency => Conditions.Latency * Rounds;

    /// <summary>Gets how many payloads a live member sends on average, repair included.</summary>
    public double PayloadSendsPerNode { get; private init; }

    /// <summary>Gets about how many bytes a live member sends on average, headers and announcements too.</summary>
    public double BytesPerNode { get; private init; }

    /// <summary>Gets how many payloads the busiest member sends before any repair.</summary>
    public int BusiestNodeSends { get; private init; }

    /// <summary>Gets why this way was chosen, in a sentence.</summary>
    public string Reason => Strategy switch
    {
        PlannedStrategy.Broadcast =>
            $"Among {Members} members the origin sends no more than a node of a tree would: one hop to all.",
        PlannedStrategy.Striped =>
            $"{PayloadBytes} bytes are more than one upload should carry: chunks go along trees with different inner "
            + "nodes.",
        PlannedStrategy.Tree when PayloadBytes > RouteChoice.LightBytes =>
            $"Copies of {PayloadBytes} bytes are dear: one for each member along a tree, names beside them for repair.",
        PlannedStrategy.Tree =>
            "Rumors follow one another, so gaps are noticed soon: one copy for each member along a tree.",
        _ when Conditions.IsStream => string.Create(
            CultureInfo.InvariantCulture,
            $"{Conditions.Loss:P0} of messages are lost: {Fanout} copies for each along rings are surer than a tree."),
        _ => $"A light rumor that comes alone: {Fanout} copies for each member along rings, then digests.",
    };

    /// <summary>Plans a rumor. Needs no node; pure and thread-safe.</summary>
    /// <param name="members">The members of the group, the origin and the dead included; at least 1.</param>
    /// <param name="payloadBytes">The payload's size; not negative.</param>
    /// <param name="conditions">What is wished and known; null for <see cref="GossipConditions.Default"/>.</param>
    /// <param name="fanout">The strategy's own fan-out (<c>GossipStrategies.FromName("auto", fanout)</c>): on how many
    /// rings a light rumor goes, or a reliability, which is wished in place of that of the conditions; null for what is
    /// computed.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument or a condition is out of its range.</exception>
    public static GossipPlan For(
        int members, long payloadBytes, GossipConditions? conditions = null, Fanout? fanout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(payloadBytes);
        conditions ??= GossipConditions.Default;
        conditions.ThrowIfInvalid();
        conditions = fanout?.Reliability is { } wish ? conditions with { Reliability = wish } : conditions;
        return For(members, payloadBytes, conditions, RouteChoice.For(members, payloadBytes, conditions, fanout));
    }

    /// <summary>Predicts a way that is chosen already.</summary>
    internal static GossipPlan For(int members, long payloadBytes, GossipConditions conditions, RumorRoute route)
    {
        int live = Math.Max(1, members - (int)(members * conditions.DeadShare));
        EagerEstimate eager = Estimate(route, members, live, payloadBytes, conditions.Loss);
        (int rounds, double missing) = Repair(live, eager, conditions);
        double sends = SendsPerNode(route, members, live, eager) + (1 - eager.Coverage - missing);
        double announcements = route.Strategy == PlannedStrategy.Tree
            ? RouteChoice.AnnouncementRings(payloadBytes, conditions) : 0;
        return new GossipPlan(members, payloadBytes, conditions, route)
        {
            EagerReliability = eager.Reliability,
            EagerCoverage = eager.Coverage,
            Rounds = eager.Rounds,
            RepairRounds = rounds,
            Reliability = rounds == 0 ? eager.Reliability : Math.Exp(-live * missing),
            PayloadSendsPerNode = sends,
            BytesPerNode = (sends * (payloadBytes + HeaderBytes)) + ((announcements + rounds) * ControlBytes),
            BusiestNodeSends = Math.Min(
                members - 1,
                route.Strategy switch
                {
                    PlannedStrategy.Ring => 2 * route.Fanout,
                    PlannedStrategy.Striped => 1,
                    _ => route.Fanout,
                }),
        };
    }

    /// <summary>Gets the plan in one line.</summary>
    /// <returns>For example <c>Tree, fan-out 7: 50 members, 64 bytes, loss 0 %</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Strategy}, fan-out {Fanout}: {Members} members, {PayloadBytes} bytes, loss {Conditions.Loss * 100:0.#} %");

    private static EagerEstimate Estimate(RumorRoute route, int members, int live, long payloadBytes, double loss)
    {
        if (route.Strategy == PlannedStrategy.Broadcast)
        {
            return EagerEstimate.Broadcast(members, live, loss);
        }

        if (route.Strategy == PlannedStrategy.Ring)
        {
            return EagerEstimate.Ring(members, live, route.Fanout, loss);
        }

        EagerEstimate tree = EagerEstimate.Tree(members, live, route.Fanout, loss);
        double stripes = route.Strategy == PlannedStrategy.Striped
            ? Math.Clamp(payloadBytes / StripeBytes, 1, StripeLimit) : 1;
        return tree with { Reliability = Math.Pow(tree.Reliability, stripes) };
    }

    private static double SendsPerNode(RumorRoute route, int members, int live, EagerEstimate eager) =>
        route.Strategy switch
        {
            PlannedStrategy.Broadcast => (members - 1.0) / live,
            PlannedStrategy.Ring => ((eager.Coverage - (1.0 / live)) * Successors(members - 1, route.Fanout))
                + (Successors(members - 1, 2 * route.Fanout) / live),
            _ => eager.Sends / live,
        };

    /// <summary>Gets how many distinct successors there are on so many rings; all when that are no more.</summary>
    private static double Successors(int peers, int rings) =>
        rings >= peers ? peers : peers * (1 - Math.Pow(1 - (1.0 / peers), rings));

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
