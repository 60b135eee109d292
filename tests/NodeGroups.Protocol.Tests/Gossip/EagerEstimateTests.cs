using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

/// <summary>The plan's first phase against the same phase played out by chance.</summary>
public sealed class EagerEstimateTests
{
    private const int Trials = 4_000;

    [TestCase(10, 0.0, 0.0)]
    [TestCase(10, 0.25, 0.3)]
    [TestCase(12, 0.1, 0.0)]
    [TestCase(32, 0.05, 0.0)]
    [TestCase(32, 0.0, 0.3)]
    [TestCase(16, 0.1, 0.3)]
    [TestCase(24, 0.1, 0.3)]
    [TestCase(32, 0.25, 0.3)]
    [TestCase(100, 0.1, 0.1)]
    [TestCase(100, 0.25, 0.3)]
    [TestCase(300, 0.25, 0.0)]
    [TestCase(300, 0.01, 0.4)]
    public void Rings_should_reach_all_as_often_as_is_said(int nodes, double loss, double dead)
    {
        GossipConditions conditions = new() { Loss = loss, DeadShare = dead };
        GossipPlan plan = GossipPlan.For(nodes, 100, conditions);
        Assert.That(plan.Strategy, Is.EqualTo(PlannedStrategy.Ring));
        (double all, double coverage) = Play(
            nodes, dead, (random, queue, deliver) => SpreadOnRings(nodes, plan.Fanout, loss, random, queue, deliver));
        Assert.That(plan.EagerReliability, Is.EqualTo(all).Within(0.01 + SamplingError(all)));
        Assert.That(plan.EagerCoverage, Is.EqualTo(coverage).Within(0.01));
    }

    [TestCase(30, 4, 0.01, 0.0)]
    [TestCase(50, 7, 0.005, 0.04)]
    [TestCase(200, 6, 0.0, 0.01)]
    [TestCase(12, 2, 0.0, 0.3)]
    [TestCase(40, 3, 0.0, 0.1)]
    public void Trees_should_reach_all_as_often_as_is_said(int nodes, int children, double loss, double dead)
    {
        EagerEstimate estimate = EagerEstimate.Tree(nodes, nodes - (int)(nodes * dead), children, loss);
        (double all, double coverage) = Play(nodes, dead, (random, queue, deliver) =>
        {
            while (queue.TryDequeue(out int node))
            {
                for (int child = (node * children) + 1; child <= (node * children) + children && child < nodes; child++)
                {
                    if (random.NextDouble() >= loss)
                    {
                        deliver(child);
                    }
                }
            }
        });
        Assert.That(estimate.Reliability, Is.EqualTo(all).Within(SamplingError(all)));
        Assert.That(estimate.Coverage, Is.EqualTo(coverage).Within(0.01));
    }

    /// <summary>Four standard deviations of a share that was counted in so many trials.</summary>
    private static double SamplingError(double share) =>
        4 * Math.Sqrt(Math.Max(share * (1 - share), 1.0 / Trials) / Trials);

    private static (double All, double Coverage) Play(
        int nodes, double dead, Action<DeterministicRandom, Queue<int>, Action<int>> spread)
    {
        DeterministicRandom random = new(11);
        int gone = (int)(nodes * dead);
        int complete = 0;
        long reached = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            int[] order = [.. Enumerable.Range(1, nodes - 1)];
            random.Shuffle(order.AsSpan());
            bool[] closed = new bool[nodes];
            order.AsSpan(0, gone).ToArray().ToList().ForEach(node => closed[node] = true);
            int informed = 0;
            Queue<int> queue = new();
            void Deliver(int node)
            {
                if (!closed[node])
                {
                    closed[node] = true;
                    informed++;
                    queue.Enqueue(node);
                }
            }

            Deliver(0);
            spread(random, queue, Deliver);
            complete += informed == nodes - gone ? 1 : 0;
            reached += informed;
        }

        return ((double)complete / Trials, (double)reached / Trials / (nodes - gone));
    }

    /// <summary>As <see cref="RingSuccessors"/>: rings are random orders, each with its own step.</summary>
    private static void SpreadOnRings(
        int nodes, int fanout, double loss, DeterministicRandom random, Queue<int> queue, Action<int> deliver)
    {
        int[][] orders = [.. Enumerable.Range(0, 8).Select(_ => Shuffled(nodes, random))];
        int[] steps = [.. Enumerable.Range(0, 2 * fanout).Select(_ => 1 + random.NextInt32(nodes - 1))];
        int[][] places = [.. orders.Select(order => Enumerable.Range(0, nodes).OrderBy(i => order[i]).ToArray())];
        while (queue.TryDequeue(out int node))
        {
            int wanted = node == 0 ? 2 * fanout : fanout;
            IEnumerable<int> targets = wanted >= nodes - 1
                ? Enumerable.Range(0, nodes).Where(other => other != node)
                : Enumerable.Range(0, wanted)
                    .Select(i => orders[i % 8][(places[i % 8][node] + steps[i]) % nodes]).Distinct();
            foreach (int target in targets)
            {
                if (random.NextDouble() >= loss)
                {
                    deliver(target);
                }
            }
        }
    }

    private static int[] Shuffled(int count, DeterministicRandom random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order.AsSpan());
        return order;
    }
}
