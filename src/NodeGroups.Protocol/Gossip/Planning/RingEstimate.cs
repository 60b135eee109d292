using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>What a push to the successors on pseudo-random rings is expected to give.</summary>
/// <remarks>
/// A member is left out when no copy of the distinct live members that send to it arrives. Their number is a Markov
/// chain over the rings, since two rings may name the same one. All are reached when nobody is left out by the others
/// (Erdős and Rényi), nor two or three who are each other's only senders in a circle, and the rumor does not die out at
/// once. Small groups are counted by <see cref="RingChain"/>.
/// </remarks>
/// <param name="Reliability">The probability that every live member has it.</param>
/// <param name="Coverage">The expected share of live members that have it.</param>
/// <param name="LeftOut">The share of live members left out when it does not die out, in a large group.</param>
/// <param name="Extinction">The probability that it dies out among the first few, in a large group.</param>
/// <param name="Rounds">How many hops it takes until nobody is added.</param>
internal readonly record struct RingEstimate(
    double Reliability, double Coverage, double LeftOut, double Extinction, double Rounds)
{
    private const int CountedRings = 256;
    private const int StepLimit = 1_000;

    /// <summary>Estimates.</summary>
    /// <param name="nodes">The members, the dead included.</param>
    /// <param name="live">The live members, the origin included.</param>
    /// <param name="rings">On how many rings a member sends; to all when there are no more others.</param>
    /// <param name="first">On how many rings the origin does: as many, or more.</param>
    /// <param name="loss">The share of copies lost.</param>
    /// <param name="isOnce">Whether a member whom several rings name is sent one copy, as by a node; else as many, as
    /// in rounds.</param>
    public static RingEstimate Of(int nodes, int live, int rings, int first, double loss, bool isOnce)
    {
        if (live <= 1 || nodes <= 1)
        {
            return new RingEstimate(1, 1, 0, 0, 0);
        }

        // More rings than these leave nobody out unless next to nothing arrives.
        rings = Math.Min(rings, CountedRings);
        double arrival = 1 - loss;
        int peers = nodes - 1;
        Span<double> others = stackalloc double[rings + 1];
        Span<double> withOrigin = stackalloc double[rings + 1];
        CountSenders(nodes, live, isOnce, others, withOrigin);
        double further = first >= peers ? 1 : 1 - Math.Pow(1 - (1.0 / peers), first - rings);
        double notFurther = 1 - (arrival * further);
        double leftOut = 1;
        double rounds = 0;
        for (int i = 0; i < StepLimit; i++)
        {
            double miss = 1 - (arrival * (1 - leftOut));
            double next = (notFurther * Missed(others, miss)) + (loss * Missed(withOrigin, miss));
            rounds += leftOut - next > 0.5 / live ? 1 : 0;
            if (Math.Abs(next - leftOut) <= 1e-12 * leftOut)
            {
                break;
            }

            leftOut = next;
        }

        double extinction = Extinct(rings, first, arrival * (live - 1) / peers);
        if (live <= RingChain.LiveLimit && rings <= RingChain.RingLimit)
        {
            for (int count = 0; count <= rings; count++)
            {
                others[count] = (notFurther * others[count]) + (loss * withOrigin[count]);
            }

            (double all, double mean) = RingChain.Run(nodes, live, rings, first, loss, others);
            return new RingEstimate(all, mean, leftOut, extinction, rounds);
        }

        double alone = (notFurther * Missed(others, loss)) + (loss * Missed(withOrigin, loss));
        double one = arrival / (live - 2)
            * ((notFurther * OneArrives(others, loss)) + (loss * OneArrives(withOrigin, loss)));
        double cycles = rings == 1 ? 0 : (live - 1.0) * (live - 2) * one * one * (0.5 + ((live - 3) * one / 3));
        double reliability = (1 - extinction) * Math.Pow(1 - alone, live - 1) * Math.Exp(-Math.Max(0, cycles));
        double coverage = 1 - (leftOut * (live - 1) / live);
        return new RingEstimate(
            reliability, (coverage * (1 - extinction)) + (extinction / live), leftOut, extinction, rounds);
    }

    /// <summary>Gets how many distinct successors there are on so many rings; all when that are no more.</summary>
    public static double DistinctSuccessors(int peers, int rings) =>
        rings >= peers ? peers : peers * (1 - Math.Pow(1 - (1.0 / peers), rings));

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
        int nodes, int live, bool isOnce, Span<double> others, Span<double> withOrigin)
    {
        int width = others.Length;
        int plane = width * width;
        double peers = nodes - 1;
        double[] chances = new double[2 * plane];
        chances[0] = 1;
        for (int ring = 0; ring < width - 1; ring++)
        {
            for (int part = plane; part >= 0; part -= plane)
            {
                double origin = part == 0 ? 1 / peers : 0;
                for (int known = ring; known >= 0; known--)
                {
                    double one = Math.Max(0, live - 2.0 - (isOnce ? known : 0)) / peers;
                    for (int gone = ring - known; gone >= 0; gone--)
                    {
                        int at = part + (known * width) + gone;
                        double chance = chances[at];
                        double dead = Math.Max(0, nodes - live - (double)gone) / peers;
                        chances[at + width] += chance * one;
                        chances[at + 1] += chance * dead;
                        chances[plane + (known * width) + gone] += chance * origin;
                        chances[at] = chance * (1 - one - dead - origin);
                    }
                }
            }
        }

        for (int known = 0; known < width; known++)
        {
            others[known] = chances.AsSpan(known * width, width).ToArray().Sum();
            withOrigin[known] = chances.AsSpan(plane + (known * width), width).ToArray().Sum();
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

    private static double Extinct(int rings, int first, double arrival)
    {
        double extinct = 0;
        for (int i = 0; i < StepLimit; i++)
        {
            double next = Math.Pow(1 - arrival + (arrival * extinct), rings);
            if (next - extinct <= 1e-12)
            {
                break;
            }

            extinct = next;
        }

        return Math.Pow(1 - arrival + (arrival * extinct), first);
    }
}
