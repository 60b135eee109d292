namespace NodeGroups.Protocol;

/// <content>Rumor mongering, by the mean of each round.</content>
public sealed partial record SpreadEstimate
{
    /// <summary>
    /// Estimates rumor mongering: a node sends to uniform targets in each round until it loses interest.
    /// </summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="fanout">The distinct targets of one node in each round: 1 to <paramref name="nodes"/> − 1.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <param name="usesFeedback">Whether only targets that knew the rumor when the round began count.</param>
    /// <param name="usesCoin">Whether a contact that counts ends it with probability 1/k; else the k-th one does: in a
    /// row, with feedback.</param>
    /// <param name="k">How soon a node loses interest; 1 to 1,000.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>
    /// The difference equations of the mean, of which those of Demers et al. (1987) are the limit for short rounds:
    /// with feedback and coin s = e^(−(k+1)(1−s)). A contact in vain counts, one with news starts the count again, one
    /// that is lost or meets a dead node does neither. Blind sending can die out among the first few: x = E[(1 − a + a
    /// x)^m] with m copies of a node; feedback cannot, as nothing counts before somebody has the rumor.
    /// </remarks>
    public static SpreadEstimate Mongering(
        int nodes, int live, int fanout, double loss, bool usesFeedback, bool usesCoin, int k)
    {
        Check(nodes, live, fanout, loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanout, Math.Min(1, nodes - 1));
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, 1_000);
        if (live == 1)
        {
            return new SpreadEstimate(1, 1, 0, 0, usesFeedback ? 0 : SendsOfOne(fanout, usesCoin, k));
        }

        double arrival = (1 - loss) * (live - 1) / (nodes - 1);
        double missed = Math.Log(Missed(nodes, fanout, loss));
        double[] active = new double[usesCoin ? 1 : k];
        active[0] = 1.0 / live;
        double leftOut = 1 - active[0];
        double sends = 0;
        double? rounds = null;
        for (int round = 1; round < RoundLimit && active.Sum() * live > 1e-6; round++)
        {
            double senders = active.Sum();
            sends += fanout * senders;
            double known = Math.Max(0, ((1 - leftOut) * live) - 1) / (live - 1);
            double counts = usesFeedback ? arrival * known : 1;
            double resets = usesFeedback ? arrival * (1 - known) : 0;
            Count(active, fanout, counts, resets, usesCoin ? 1.0 / k : 0);
            double next = leftOut * Math.Exp(live * senders * missed);
            active[0] += leftOut - next;
            leftOut = next;
            rounds ??= leftOut * live <= LeftOutLimit ? round : null;
        }

        double extinction = usesFeedback ? 0 : ExtinctBlind(fanout, arrival, usesCoin, k);
        double reliability = (1 - extinction) * Math.Exp(-live * leftOut);
        return new SpreadEstimate(reliability, 1 - leftOut, extinction, rounds, sends);
    }

    /// <summary>
    /// Moves the active nodes through the contacts of one round: who has counted enough in it is gone after it.
    /// </summary>
    private static void Count(double[] active, int contacts, double counts, double resets, double coin)
    {
        for (int contact = 0; contact < contacts; contact++)
        {
            if (coin > 0)
            {
                active[0] *= 1 - (counts * coin);
                continue;
            }

            double all = active.Sum();
            for (int count = active.Length - 1; count >= 0; count--)
            {
                double here = active[count] * (1 - counts - resets);
                active[count] = here + (count == 0 ? resets * all : counts * active[count - 1]);
            }
        }
    }

    private static double SendsOfOne(int fanout, bool usesCoin, int k) => usesCoin
        ? fanout / (1 - Math.Pow(1 - (1.0 / k), fanout))
        : fanout * Math.Ceiling((double)k / Math.Max(1, fanout));

    private static double ExtinctBlind(int fanout, double arrival, bool usesCoin, int k)
    {
        double stays = usesCoin ? Math.Pow(1 - (1.0 / k), fanout) : 0;
        double rounds = Math.Ceiling((double)k / Math.Max(1, fanout));
        if (arrival * fanout * (usesCoin ? 1 / (1 - stays) : rounds) <= 1)
        {
            return 1;
        }

        return Settle(
            extinct =>
            {
                double once = Math.Pow(1 - arrival + (arrival * extinct), fanout);
                return usesCoin ? once * (1 - stays) / (1 - (stays * once)) : Math.Pow(once, rounds);
            },
            0);
    }
}
