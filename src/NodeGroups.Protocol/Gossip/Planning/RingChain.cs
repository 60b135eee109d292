namespace NodeGroups.Gossip;

/// <summary>How many live members a push on rings informs, in groups so small that limits for large ones are
/// off.</summary>
/// <remarks>
/// As in <see cref="Protocol.PushChain"/> the informed send one after the other, so that the number of informed is a
/// Markov chain. Who is still left out after k − 1 of them have sent is informed by the k-th with probability
/// h = 1 − M(k) / M(k − 1), where M(k) is the chance that no copy came from k given senders: as many of a member's
/// senders are among the k as draws without replacement give. On a ring everybody is the successor of one member, so
/// the members informed by one sender are no independent draws: on each of f rings one of u left out is informed with
/// probability u (1 − (1 − h)^(1/f)).
/// </remarks>
internal static class RingChain
{
    /// <summary>The largest number of live members.</summary>
    public const int LiveLimit = 400;

    /// <summary>The largest number of rings: the moments of more cancel out.</summary>
    public const int RingLimit = 16;

    private const double Negligible = 1e-15;

    /// <summary>Computes the chance that all are informed, and the mean share of them.</summary>
    /// <param name="nodes">The members, the dead included.</param>
    /// <param name="live">The live members, the origin included: 2 to <see cref="LiveLimit"/>.</param>
    /// <param name="rings">The rings of one member: at most <see cref="RingLimit"/>. With as many as there are others,
    /// it sends to all.</param>
    /// <param name="first">The rings of the origin.</param>
    /// <param name="loss">The share of copies lost.</param>
    /// <param name="senders">At index c the chance that c distinct live members besides the origin send to one, and
    /// that no copy of the origin arrives there.</param>
    public static (double Reliability, double Coverage) Run(
        int nodes, int live, int rings, int first, double loss, ReadOnlySpan<double> senders)
    {
        double[] informed = new double[live + 1];
        informed[1] = 1;
        Span<double> moments = stackalloc double[senders.Length];
        SetMoments(senders, live - 2, loss, moments);
        double before = 1;
        double mean = 0;
        for (int sent = 1; sent <= live; sent++)
        {
            double missed = NoneArrives(moments, live - 2, sent - 1);
            double hit = before > 0 ? Math.Clamp(1 - (missed / before), 0, 1) : 0;
            before = missed;
            int used = sent == 1 ? first : rings;
            if (used >= nodes - 1)
            {
                SendToAll(informed, sent, hit);
            }
            else
            {
                Send(informed, sent, used, hit);
            }

            // Where as many have sent as are informed it is over.
            mean += sent * informed[sent];
        }

        return (informed[live], mean / live);
    }

    private static void Send(double[] informed, int sent, int rings, double hit)
    {
        int live = informed.Length - 1;
        double once = 1 - Math.Pow(1 - hit, 1.0 / rings);
        int low = sent;
        while (low < live && informed[low] < Negligible)
        {
            low++;
        }

        for (int ring = 0; ring < rings; ring++)
        {
            for (int count = live - 1; count >= low; count--)
            {
                double moved = informed[count] * Math.Min(1, (live - count) * once);
                informed[count] -= moved;
                informed[count + 1] += moved;
            }
        }
    }

    /// <summary>Moves what is at a count up by a binomial number of newly informed.</summary>
    private static void SendToAll(double[] informed, int sent, double hit)
    {
        int live = informed.Length - 1;
        for (int count = live - 1; count >= sent; count--)
        {
            double mass = informed[count];
            informed[count] = 0;
            int left = live - count;
            double ways = 1;
            for (int more = 0; more <= left; more++)
            {
                informed[count + more] += mass * ways * Math.Pow(hit, more) * Math.Pow(1 - hit, left - more);
                ways *= (left - more) / (more + 1.0);
            }
        }
    }

    /// <summary>
    /// Fills in (loss − 1)^j times the mean number of ways to choose j of a member's senders. There are no more senders
    /// than others; what exceeds them are copies of the same.
    /// </summary>
    private static void SetMoments(ReadOnlySpan<double> senders, int others, double loss, Span<double> moments)
    {
        moments.Clear();
        for (int count = 0; count < senders.Length; count++)
        {
            double ways = senders[count];
            int distinct = Math.Min(count, Math.Max(0, others));
            for (int chosen = 0; chosen <= distinct; chosen++)
            {
                moments[chosen] += ways;
                ways *= (loss - 1) * (distinct - chosen) / (chosen + 1);
            }
        }
    }

    /// <summary>The mean of loss^h, where h of the senders are among those who have sent: hypergeometric, by its
    /// factorial moments.</summary>
    private static double NoneArrives(ReadOnlySpan<double> moments, int others, int sent)
    {
        sent = Math.Min(sent, others);
        double sum = moments[0];
        double chance = 1;
        for (int chosen = 1; chosen < moments.Length && chosen <= sent; chosen++)
        {
            chance *= (sent - chosen + 1.0) / (others - chosen + 1.0);
            sum += moments[chosen] * chance;
        }

        return Math.Max(0, sum);
    }
}
