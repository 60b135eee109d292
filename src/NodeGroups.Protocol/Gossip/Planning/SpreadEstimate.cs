using NodeGroups.Gossip;

namespace NodeGroups.Protocol;

/// <summary>What a way of spreading one rumor is expected to give and to cost, computed and not simulated.</summary>
/// <param name="Reliability">The probability that every live node gets the rumor, repair not included.</param>
/// <param name="Coverage">The expected share of live nodes that get it, given that it does not die out at once.</param>
/// <param name="Extinction">The probability that it dies out among the first few nodes, in a large group.</param>
/// <param name="Rounds">About how many rounds it takes to reach all; null when it is not expected to.</param>
/// <param name="PayloadSendsPerLiveNode">The expected number of copies sent for each live node.</param>
/// <remarks>
/// Loss and crashes are taken as independent, and crashes as unnoticed: the dead are still sent to. With a the
/// probability that a copy arrives at a live node, the share r that a push leaves out solves r = e^(−f a (1−r)) for
/// uniform targets and r = (1 − a (1−r))^f on rings, where each node is the target of exactly f; the chance to die
/// out solves x = (1 − a + a x)^f. Up to <see cref="PushChain.NodeLimit"/> nodes and 64 targets the reliability of a
/// uniform push is exact. Rounds are those of the mean, until fewer than e^(−γ) nodes are left out.
/// Pure and thread-safe.
/// </remarks>
public sealed partial record SpreadEstimate(
    double Reliability, double Coverage, double Extinction, double? Rounds, double PayloadSendsPerLiveNode)
{
    private const int ChainFanoutLimit = 64;
    private const int RoundLimit = 100_000;
    private const double LeftOutLimit = 0.5614594835668851;
    private const double Negligible = 1e-6;

    /// <summary>Gets the bytes that a live node sends for copies of a payload, headers included.</summary>
    /// <param name="payloadBytes">The payload's size; not negative.</param>
    /// <returns>The bytes; without those of announcements, digests and repair.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="payloadBytes"/> is negative.</exception>
    public double BytesPerLiveNode(long payloadBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadBytes);
        return PayloadSendsPerLiveNode * (payloadBytes + WireSizes.Usual.Header);
    }

    /// <summary>Estimates an infect-and-die push to uniform targets.</summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="fanout">The distinct targets of one node: 0 to <paramref name="nodes"/> − 1.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>
    /// Above the chain's limit P(all) = exp(−L (1 − q f/(n−1))^(L−1)); Kermarrec, Massoulié and Ganesh, 2003.
    /// </remarks>
    public static SpreadEstimate Push(int nodes, int live, int fanout, double loss)
    {
        Check(nodes, live, fanout, loss);
        double missed = Missed(nodes, fanout, loss);
        double LeftOut(double leftOut) => Math.Exp(live * (1 - leftOut) * Math.Log(missed));
        double coverage = 1 - Settle(LeftOut, 0);
        double reliability = nodes <= PushChain.NodeLimit && fanout <= ChainFanoutLimit
            ? PushChain.FinalSizes(nodes, live, fanout, loss)[live]
            : Math.Exp(-live * Math.Pow(missed, live - 1));
        double arrival = (1 - loss) * live / nodes;
        return new SpreadEstimate(
            Math.Min(1, reliability), coverage, Extinct(fanout, arrival), Steps(live, LeftOut), fanout * coverage);
    }

    /// <summary>Estimates an infect-forever push to uniform targets: all are reached, the question is when.</summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="fanout">The distinct targets of one node in each round: 1 to <paramref name="nodes"/> − 1.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SpreadEstimate PushForever(int nodes, int live, int fanout, double loss)
    {
        Check(nodes, live, fanout, loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanout, Math.Min(1, nodes - 1));
        double missed = Math.Log(Missed(nodes, fanout, loss));
        double leftOut = 1 - (1.0 / live);
        double sends = 0;
        int rounds = 0;
        for (int round = 0; leftOut * live > Negligible && round < RoundLimit; round++)
        {
            rounds += leftOut * live > LeftOutLimit ? 1 : 0;
            sends += ChanceToGoOn(leftOut * live) * fanout * (1 - leftOut);
            leftOut *= Math.Exp(live * (1 - leftOut) * missed);
        }

        return new SpreadEstimate(1, 1, 0, rounds < RoundLimit ? rounds : null, sends);
    }

    /// <summary>Estimates a broadcast: one copy from the origin to each other node.</summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <returns>The estimate; exact.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SpreadEstimate Broadcast(int nodes, int live, double loss)
    {
        Check(nodes, live, nodes - 1, loss);
        double coverage = (1 + ((1 - loss) * (live - 1))) / live;
        double? rounds = live == 1 ? 0 : loss == 0 ? 1 : null;
        return new SpreadEstimate(Math.Pow(1 - loss, live - 1), coverage, 0, rounds, (nodes - 1.0) / live);
    }

    /// <summary>Estimates an infect-and-die push to the successors on pseudo-random rings.</summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="fanout">The number of rings: 0 to <paramref name="nodes"/> − 1.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <param name="isOncePerPeer">Whether a peer whom several rings name is sent one copy, as by
    /// <see cref="NodeGroups.GossipStrategies.RingPush"/>; else as many, as in rounds.</param>
    /// <returns>
    /// The estimate. It is exact with one ring, or as many as there are others; with two rings among a dozen nodes the
    /// reliability may be 0.07 too low, otherwise it is within 0.02.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SpreadEstimate Ring(int nodes, int live, int fanout, double loss, bool isOncePerPeer = false)
    {
        Check(nodes, live, fanout, loss);
        if (fanout == 1)
        {
            // All who are reached send one copy, the last of the ring to its origin.
            SpreadEstimate ring = Tree(nodes, live, 1, loss);
            return ring with { PayloadSendsPerLiveNode = nodes == 1 ? 0 : ring.Coverage };
        }

        if (fanout == nodes - 1)
        {
            return Push(nodes, live, fanout, loss);
        }

        RingEstimate rings = RingEstimate.Of(nodes, live, fanout, fanout, loss, isOncePerPeer);
        double coverage = 1 - rings.LeftOut;
        double? rounds = rings.LeftOut * live <= LeftOutLimit ? rings.Rounds : null;
        double sends = isOncePerPeer ? RingEstimate.DistinctSuccessors(nodes - 1, fanout) : fanout;
        return new SpreadEstimate(rings.Reliability, coverage, rings.Extinction, rounds, sends * coverage);
    }

    /// <summary>Computes how many uniform targets reach everybody with a wished probability, without repair.</summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <param name="reliability">The wish; above 0 and below 1.</param>
    /// <returns>
    /// The smallest f with L (1 − q f/(n−1))^(L−1) ≤ −ln(reliability); all others when there is none. Without faults
    /// the same as <see cref="Fanout.ForReliability"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static int TargetsFor(int nodes, int live, double loss, double reliability)
    {
        Check(nodes, live, 0, loss);
        ThrowUnless(reliability is > 0 and < 1, nameof(reliability), reliability);
        double target = -Math.Log(reliability);
        int fanout = Math.Min(1, nodes - 1);
        while (fanout < nodes - 1 && live * Math.Pow(Missed(nodes, fanout, loss), live - 1) > target)
        {
            fanout++;
        }

        return fanout;
    }

    /// <summary>Computes how many rings reach everybody with a wished probability, without repair.</summary>
    /// <param name="live">The live nodes; at least 1.</param>
    /// <param name="arrival">
    /// The probability that a copy arrives at a live node: one minus loss, times the live share; above 0, at most 1.
    /// </param>
    /// <param name="reliability">The wish; above 0 and below 1.</param>
    /// <returns>⌈ln(L/ε) / −ln(1−a)⌉, at least 3. More rings than other nodes means: send to all.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static int RingsFor(int live, double arrival, double reliability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(live, 1);
        ThrowUnless(arrival is > 0 and <= 1, nameof(arrival), arrival);
        ThrowUnless(reliability is > 0 and < 1, nameof(reliability), reliability);
        double wanted = Math.Log(live / (1 - reliability)) / -Math.Log(1 - arrival);
        return (int)Math.Clamp(Math.Ceiling(wanted), 3, int.MaxValue);
    }

    internal static void Check(int nodes, int live, int fanout, double loss)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(live, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(live, nodes);
        ArgumentOutOfRangeException.ThrowIfNegative(fanout);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fanout, nodes - 1);
        ThrowUnless(loss is >= 0 and < 1, nameof(loss), loss);
    }

    private static void ThrowUnless(bool holds, string name, double value)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, "The value is out of its range.");
        }
    }

    /// <summary>Gets the probability that one sender does not inform one other node in one round.</summary>
    private static double Missed(int nodes, int fanout, double loss) =>
        nodes > 1 ? 1 - ((1 - loss) * fanout / (nodes - 1)) : 1;

    private static double Extinct(int fanout, double arrival) =>
        Settle(extinct => Math.Pow(1 - arrival + (arrival * extinct), fanout), 0);

    /// <summary>Iterates an increasing map to its least fixed point at or above the start.</summary>
    private static double Settle(Func<double, double> map, double start)
    {
        double value = start;
        for (int i = 0; i < RoundLimit; i++)
        {
            double next = map(value);
            if (Math.Abs(next - value) <= 1e-15 * next)
            {
                return next;
            }

            value = next;
        }

        return value;
    }

    /// <summary>Counts the rounds of the mean until nobody is left out; null when that does not come about.</summary>
    private static double? Steps(int live, Func<double, double> map)
    {
        double leftOut = 1 - (1.0 / live);
        for (int round = 0; round < RoundLimit; round++)
        {
            if (leftOut * live <= LeftOutLimit)
            {
                return round;
            }

            double next = map(leftOut);
            if (next >= leftOut)
            {
                return null;
            }

            leftOut = next;
        }

        return null;
    }
}
