namespace NodeGroups.Protocol;

/// <content>Strategies in which nodes call each other, by the mean of each round.</content>
public sealed partial record SpreadEstimate
{
    /// <summary>Estimates a pull: each uninformed node asks uniform partners in each round until it has it.</summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="fanout">The distinct partners of one node in each round: 1 to <paramref name="nodes"/> − 1.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <returns>The estimate; all are reached, the question is when.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>
    /// A request and its answer must both arrive: u ← u (1 − q² (1 − u))^f without dead nodes; Karp, Schindelhauer,
    /// Shenker and Vöcking, 2000.
    /// </remarks>
    public static SpreadEstimate Pull(int nodes, int live, int fanout, double loss) =>
        Exchange(nodes, live, fanout, loss, push: false);

    /// <summary>Estimates a push-pull: all call uniform partners in each round, push what they have, and ask for what
    /// they lack.</summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="fanout">The distinct partners of one node in each round: 1 to <paramref name="nodes"/> − 1.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <returns>The estimate; all are reached, the question is when.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>Karp, Schindelhauer, Shenker and Vöcking, 2000.</remarks>
    public static SpreadEstimate PushPull(int nodes, int live, int fanout, double loss) =>
        Exchange(nodes, live, fanout, loss, push: true);

    /// <summary>
    /// Estimates an anti-entropy that is opened by those who have the rumor: digests to uniform partners, for a number
    /// of rounds after a node got it; a partner that lacks it pulls it.
    /// </summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="fanout">The distinct partners of one node in each round: 1 to <paramref name="nodes"/> − 1.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <param name="activeRounds">For how many rounds a node goes on; at least 1.</param>
    /// <returns>The estimate; its rounds are rounds of digests, its sends the payloads pulled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <remarks>Digest, pull and payload must arrive; Demers et al., 1987.</remarks>
    public static SpreadEstimate AntiEntropy(int nodes, int live, int fanout, double loss, int activeRounds)
    {
        Check(nodes, live, fanout, loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanout, Math.Min(1, nodes - 1));
        ArgumentOutOfRangeException.ThrowIfLessThan(activeRounds, 1);
        double arrival = 1 - loss;
        double missed = nodes > 1 ? Math.Log(1 - (arrival * arrival * arrival * fanout / (nodes - 1))) : 0;
        double[] born = new double[activeRounds];
        born[0] = 1.0 / live;
        double leftOut = 1 - born[0];
        double active = born[0];
        double? rounds = leftOut * live <= LeftOutLimit ? 0 : null;
        for (int round = 1; round < RoundLimit && active * live > 1e-9 && missed < 0; round++)
        {
            double next = leftOut * Math.Exp(live * active * missed);
            active += leftOut - next - born[round % activeRounds];
            born[round % activeRounds] = leftOut - next;
            leftOut = next;
            rounds ??= leftOut * live <= LeftOutLimit ? round : null;
        }

        double coverage = 1 - leftOut;
        return new SpreadEstimate(
            Math.Exp(-live * leftOut), coverage, 0, rounds, (coverage - (1.0 / live)) / arrival);
    }

    /// <summary>Rounds go on while anybody is left out, whose number is nearly a Poisson one around its mean.</summary>
    private static double ChanceToGoOn(double leftOut) => 1 - Math.Exp(-leftOut);

    private static SpreadEstimate Exchange(int nodes, int live, int fanout, double loss, bool push)
    {
        Check(nodes, live, fanout, loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(fanout, Math.Min(1, nodes - 1));
        double arrival = 1 - loss;
        double missed = Math.Log(Missed(nodes, fanout, loss));
        double leftOut = 1 - (1.0 / live);
        double sends = 0;
        int rounds = 0;
        for (int round = 0; leftOut * live > Negligible && round < RoundLimit; round++)
        {
            rounds += leftOut * live > LeftOutLimit ? 1 : 0;
            double informed = 1 - leftOut;
            double partner = informed * live / (nodes - 1);
            sends += ChanceToGoOn(leftOut * live) * fanout * ((push ? informed : 0) + (leftOut * arrival * partner));
            double asked = Math.Pow(1 - (arrival * arrival * partner), fanout);
            leftOut *= asked * (push ? Math.Exp(live * informed * missed) : 1);
        }

        return new SpreadEstimate(1, 1, 0, rounds < RoundLimit ? rounds : null, sends);
    }
}
