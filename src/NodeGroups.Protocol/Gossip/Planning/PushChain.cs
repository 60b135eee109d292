namespace NodeGroups.Protocol;

/// <summary>The exact distribution of how many nodes an infect-and-die push with uniform targets informs.</summary>
/// <remarks>
/// Who is informed in the end does not depend on the order in which the informed send. So they send one after the
/// other: after k of them have sent, the number of informed is a Markov chain in k, and the push ends where it meets k.
/// The number of new ones among f distinct targets is hypergeometric, thinned by the loss. No sampling, so no error but
/// that of rounding. Pure and thread-safe.
/// </remarks>
public static class PushChain
{
    /// <summary>
    /// The largest group: 1,000 nodes. The cost grows as nodes² × fan-out, and with loss as nodes × fan-out² too: some
    /// 10 ms for usual fan-outs, seconds for hundreds of targets.
    /// </summary>
    public const int NodeLimit = 1_000;

    /// <summary>Computes the distribution of the number of live nodes that are informed in the end.</summary>
    /// <param name="nodes">All nodes, dead ones included: 1 to <see cref="NodeLimit"/>.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="fanout">The distinct targets of one node: 0 to <paramref name="nodes"/> − 1.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <returns>At index i the probability that i live nodes are informed; index 0 is 0, the last is all.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static IReadOnlyList<double> FinalSizes(int nodes, int live, int fanout, double loss)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodes, NodeLimit);
        SpreadEstimate.Check(nodes, live, fanout, loss);
        double[] informed = new double[live + 1];
        informed[1] = 1;
        double[][] gains = Gains(nodes, live, fanout, 1 - loss);
        for (int sent = 1; sent <= live; sent++)
        {
            // Downwards, so that what is moved up is not moved again in the same step.
            for (int count = live; count >= sent; count--)
            {
                double mass = informed[count];
                double[] gain = gains[live - count];
                informed[count] = mass * gain[0];
                for (int more = 1; more < gain.Length; more++)
                {
                    informed[count + more] += mass * gain[more];
                }
            }
        }

        return informed;
    }

    /// <summary>
    /// Computes, for each number of uninformed, the probabilities that one sender informs 0, 1, 2 … of them.
    /// </summary>
    private static double[][] Gains(int nodes, int live, int fanout, double arrival)
    {
        double[] logFactorial = new double[nodes + 1];
        for (int i = 2; i <= nodes; i++)
        {
            logFactorial[i] = logFactorial[i - 1] + Math.Log(i);
        }

        int peers = nodes - 1;
        double[][] gains = new double[live][];
        for (int uninformed = 0; uninformed < live; uninformed++)
        {
            gains[uninformed] = new double[Math.Min(fanout, uninformed) + 1];
            int fewest = Math.Max(0, fanout - (peers - uninformed));
            for (int hits = fewest; hits < gains[uninformed].Length; hits++)
            {
                double chance = Math.Exp(LogChoose(uninformed, hits)
                    + LogChoose(peers - uninformed, fanout - hits) - LogChoose(peers, fanout));
                Thin(gains[uninformed], hits, chance);
            }
        }

        return gains;

        double LogChoose(int all, int some) => logFactorial[all] - logFactorial[some] - logFactorial[all - some];

        void Thin(double[] gain, int hits, double chance)
        {
            if (arrival == 1)
            {
                gain[hits] += chance;
                return;
            }

            for (int arrived = 0; arrived <= hits; arrived++)
            {
                gain[arrived] += chance * Math.Exp(LogChoose(hits, arrived)
                    + (arrived * Math.Log(arrival)) + ((hits - arrived) * Math.Log(1 - arrival)));
            }
        }
    }
}
