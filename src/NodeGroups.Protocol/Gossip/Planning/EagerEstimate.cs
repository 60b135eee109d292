using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>What the first phase of a rumor, before any repair, is expected to give.</summary>
/// <param name="Reliability">The probability that every live member has it.</param>
/// <param name="Coverage">The expected share of live members that have it.</param>
/// <param name="Rounds">How many hops it takes.</param>
internal readonly record struct EagerEstimate(double Reliability, double Coverage, double Rounds)
{
    /// <summary>Gets the copies that all nodes of a tree send; 0 where it is not computed.</summary>
    public double Sends { get; private init; }

    /// <summary>The origin sends to all; exact.</summary>
    public static EagerEstimate Broadcast(int nodes, int live, double loss)
    {
        SpreadEstimate estimate = SpreadEstimate.Broadcast(nodes, live, loss);
        return new EagerEstimate(estimate.Reliability, estimate.Coverage, nodes > 1 ? 1 : 0);
    }

    /// <summary>
    /// A tree with so many children at each node. All are reached when no copy between live nodes is lost and no dead
    /// node has a live descendant; a node is reached when all above it live and no copy on its way is lost. Exact.
    /// </summary>
    public static EagerEstimate Tree(int nodes, int live, int children, double loss)
    {
        double arrival = 1 - loss;
        double reached = 1;
        double expected = 1;
        double chance = arrival;
        double level = children;
        double parent = 1;
        double sends = 0;
        int depth = 0;
        while (reached < nodes)
        {
            double here = Math.Min(level, nodes - reached);
            sends += here * parent;
            parent = (live - 1.0) / (nodes - 1) * chance;
            expected += here * parent;
            reached += here;
            level *= children;
            chance *= arrival * Math.Max(0, live - 2.0 - depth) / Math.Max(1, nodes - 2.0 - depth);
            depth++;
        }

        double reliability = Math.Pow(arrival, live - 1) * DeadLeaves.Chance(nodes, nodes - live, children);
        return new EagerEstimate(reliability, expected / live, depth) { Sends = sends };
    }

    /// <summary>
    /// Successors on rings, twice as many for the origin: a member is left out when no copy of the distinct live
    /// members that send to it arrives.
    /// </summary>
    /// <remarks>
    /// The number of distinct live senders is a Markov chain over the rings, since two rings may name the same one. All
    /// are reached when nobody is left out by the others (Erdős and Rényi), nor two or three who are each other's only
    /// senders in a circle, and the rumor does not die out at once. Small groups are counted by <see
    /// cref="RingChain"/>.
    /// </remarks>
    public static EagerEstimate Ring(int nodes, int live, int rings, double loss)
    {
        if (live <= 1 || nodes <= 1)
        {
            return new EagerEstimate(1, 1, 0);
        }

        double arrival = 1 - loss;
        int peers = nodes - 1;
        Span<double> others = stackalloc double[rings + 1];
        Span<double> withOrigin = stackalloc double[rings + 1];
        CountSenders(nodes, live, rings, others, withOrigin);
        double second = 2 * rings >= peers ? 1 : 1 - Math.Pow(1 - (1.0 / peers), rings);
        double noSecond = 1 - (arrival * second);
        double leftOut = 1;
        double rounds = 0;
        for (int i = 0; i < 1_000; i++)
        {
            double miss = 1 - (arrival * (1 - leftOut));
            double next = (noSecond * Missed(others, miss)) + (loss * Missed(withOrigin, miss));
            rounds += leftOut - next > 0.5 / live ? 1 : 0;
            if (Math.Abs(next - leftOut) <= 1e-12 * leftOut)
            {
                break;
            }

            leftOut = next;
        }

        if (live <= RingChain.LiveLimit)
        {
            for (int count = 0; count <= rings; count++)
            {
                others[count] = (noSecond * others[count]) + (loss * withOrigin[count]);
            }

            (double all, double mean) = RingChain.Run(nodes, live, rings, loss, others);
            return new EagerEstimate(all, mean, rounds);
        }

        double alone = (noSecond * Missed(others, loss)) + (loss * Missed(withOrigin, loss));
        double one = live <= 2 ? 0 : arrival / (live - 2)
            * ((noSecond * OneArrives(others, loss)) + (loss * OneArrives(withOrigin, loss)));
        double cycles = (live - 1.0) * (live - 2) * one * one * (0.5 + ((live - 3) * one / 3));
        double extinct = Extinct(rings, arrival * (live - 1) / peers);
        double reliability = (1 - extinct) * Math.Pow(1 - alone, live - 1) * Math.Exp(-Math.Max(0, cycles));
        double coverage = 1 - (leftOut * (live - 1) / live);
        return new EagerEstimate(reliability, (coverage * (1 - extinct)) + (extinct / live), rounds);
    }

    /// <summary>The chance that one copy, of all that could come, is the only one; without its arrival.</summary>
    private static double OneArrives(ReadOnlySpan<double> senders, double loss)
    {
        double sum = 0;
        double power = 1;
        for (int count = 1; count < senders.Length; count++)
        {
            sum += senders[count] * count * power;
            power *= loss;
        }

        return sum;
    }

    /// <summary>
    /// Fills in the probabilities that 0, 1, 2 … distinct live members besides the origin send to one member: without
    /// the origin, and with it.
    /// </summary>
    private static void CountSenders(
        int nodes, int live, int rings, Span<double> others, Span<double> withOrigin)
    {
        int width = rings + 1;
        double peers = nodes - 1;
        Span<double> chances = stackalloc double[2 * width * width];
        chances.Clear();
        chances[0] = 1;
        for (int ring = 0; ring < rings; ring++)
        {
            for (int at = chances.Length - 1; at >= 0; at--)
            {
                double chance = chances[at];
                int known = at / width % width;
                int gone = at % width;
                if (chance == 0 || known + gone > ring)
                {
                    continue;
                }

                bool hasOrigin = at >= width * width;
                double one = Math.Max(0, live - 2.0 - known) / peers;
                double dead = Math.Max(0, nodes - live - (double)gone) / peers;
                double origin = hasOrigin ? 0 : 1 / peers;
                chances[at + width] += chance * one;
                chances[at + 1] += chance * dead;
                if (!hasOrigin)
                {
                    chances[at + (width * width)] += chance * origin;
                }

                chances[at] = chance * (1 - one - dead - origin);
            }
        }

        others.Clear();
        withOrigin.Clear();
        for (int at = 0; at < width * width; at++)
        {
            others[at / width] += chances[at];
            withOrigin[at / width] += chances[at + (width * width)];
        }
    }

    /// <summary>The chance that all copies miss, from the chances of each number of senders.</summary>
    internal static double Missed(ReadOnlySpan<double> senders, double miss)
    {
        double sum = 0;
        double power = 1;
        foreach (double chance in senders)
        {
            sum += chance * power;
            power *= miss;
        }

        return sum;
    }

    private static double Extinct(int rings, double arrival)
    {
        double extinct = 0;
        for (int i = 0; i < 1_000; i++)
        {
            double next = Math.Pow(1 - arrival + (arrival * extinct), rings);
            if (next - extinct <= 1e-12)
            {
                break;
            }

            extinct = next;
        }

        return Math.Pow(1 - arrival + (arrival * extinct), 2 * rings);
    }
}
