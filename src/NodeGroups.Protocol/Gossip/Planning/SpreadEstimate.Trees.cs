using NodeGroups.Gossip;

namespace NodeGroups.Protocol;

/// <content>Trees.</content>
public sealed partial record SpreadEstimate
{
    /// <summary>
    /// Estimates the eager phase of a tree that is computed from the view: the copies nobody asks for. Announcements,
    /// and what is fetched because of them, are left out.
    /// </summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="children">The children of an inner node: 1 or more.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <returns>The estimate; its coverage and reliability are exact, its rounds the depth of the tree.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SpreadEstimate Tree(int nodes, int live, int children, double loss)
    {
        Check(nodes, live, 0, loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(children, 1);
        EagerEstimate tree = EagerEstimate.Tree(nodes, live, children, loss);
        return new SpreadEstimate(tree.Reliability, tree.Coverage, 0, tree.Rounds, tree.Sends / live);
    }

    /// <summary>
    /// Estimates the eager phase of Plumtree when its tree stands: one copy along each link of the tree, which spans
    /// the live nodes, and those to dead neighbours.
    /// </summary>
    /// <param name="nodes">All nodes, dead ones included; at least 1.</param>
    /// <param name="live">The live nodes, the origin included: 1 to <paramref name="nodes"/>.</param>
    /// <param name="links">The links of a node in the overlay; at least 2.</param>
    /// <param name="loss">The probability that a message is lost: at least 0 and below 1.</param>
    /// <returns>
    /// The estimate. The tree is taken as one of shortest paths in a random regular overlay: with latencies that vary
    /// it is a few hops deeper.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static SpreadEstimate Plumtree(int nodes, int live, int links, double loss)
    {
        Check(nodes, live, 0, loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(links, 2);
        double arrival = 1 - loss;
        double alive = (double)live / nodes;
        double others = live - 1;
        double level = Math.Min(others, Math.Min(links, nodes - 1) * alive);
        double left = others - level;
        double chance = arrival;
        double expected = 1 + (level * chance);
        int depth = others > 0 ? 1 : 0;
        while (left > LeftOutLimit && level > 1e-3 && depth < RoundLimit)
        {
            double open = level * (links - 1);
            double found = left * (1 - Math.Pow(1 - (open / (open + (left * links))), links));
            chance *= arrival;
            expected += found * chance;
            left -= found;
            level = found;
            depth++;
        }

        expected += left * chance;
        double coverage = expected / live;
        double dead = Math.Min(links, nodes - 1) * (1 - alive);
        double sends = (coverage * (dead + 1)) - (1.0 / live);
        return new SpreadEstimate(Math.Pow(arrival, others), coverage, 0, depth, sends);
    }
}
