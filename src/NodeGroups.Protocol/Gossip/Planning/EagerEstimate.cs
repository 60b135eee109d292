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

    /// <summary>Successors on rings, twice as many for the origin: see <see cref="RingEstimate"/>.</summary>
    public static EagerEstimate Ring(int nodes, int live, int rings, double loss)
    {
        RingEstimate estimate = RingEstimate.Of(nodes, live, rings, 2 * rings, loss, isOnce: true);
        return new EagerEstimate(estimate.Reliability, estimate.Coverage, estimate.Rounds);
    }
}
