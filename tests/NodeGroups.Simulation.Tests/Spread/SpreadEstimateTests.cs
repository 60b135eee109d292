using NodeGroups;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Spread;

/// <summary>The computed figures against known values, against each other and against the rounds.</summary>
public sealed class SpreadEstimateTests
{
    [TestCase(100, 100, 7, 0.0, 0.0675, 0.00006)]
    [TestCase(1_000, 1_000, 21, 0.0, 6.1e-7, 0.06e-7)]
    [TestCase(1_000, 800, 19, 0.1, 8.2e-4, 0.06e-4)]
    public void Chain_should_give_the_known_chance_to_miss_somebody(
        int nodes, int live, int fanout, double loss, double missed, double tolerance)
    {
        IReadOnlyList<double> sizes = PushChain.FinalSizes(nodes, live, fanout, loss);

        Assert.That(sizes.Sum(), Is.EqualTo(1).Within(1e-9));
        Assert.That(sizes.Take(live).Sum(), Is.EqualTo(missed).Within(tolerance));
    }

    [Test]
    public void Chain_should_be_right_where_it_can_be_counted_by_hand()
    {
        // Three nodes, one target each: the origin informs one, who informs the third or sends back to the origin.
        Assert.That(PushChain.FinalSizes(3, 3, 1, 0), Is.EqualTo(new[] { 0, 0, 0.5, 0.5 }).Within(1e-12));
        Assert.That(PushChain.FinalSizes(2, 2, 1, 0.25), Is.EqualTo(new[] { 0, 0.25, 0.75 }).Within(1e-12));
        Assert.That(PushChain.FinalSizes(3, 1, 2, 0), Is.EqualTo(new[] { 0.0, 1 }).Within(1e-12));
        Assert.That(PushChain.FinalSizes(1, 1, 0, 0), Is.EqualTo(new[] { 0.0, 1 }));
    }

    [TestCase(30, 3, 0.0, 0.0)]
    [TestCase(60, 4, 0.2, 0.25)]
    public void Rounds_should_end_as_the_chain_says(int nodes, int fanout, double loss, double crash)
    {
        const int trials = 6_000;
        SpreadOptions options = new()
        {
            Nodes = nodes, Fanout = Fanout.Constant(fanout), Loss = loss, Crash = crash, Trials = trials,
        };
        IReadOnlyList<double> sizes = PushChain.FinalSizes(nodes, options.Live, fanout, loss);
        SpreadResult result = SpreadModel.Run(options);

        double mean = sizes.Select((chance, size) => chance * size).Sum();
        double deviation = Math.Sqrt(sizes.Select((chance, size) => chance * (size - mean) * (size - mean)).Sum());
        Assert.That(result.InformedMean, Is.EqualTo(mean).Within(4 * deviation / Math.Sqrt(trials)));
        double all = sizes[options.Live];
        Assert.That(result.AllReachedShare, Is.EqualTo(all).Within(4 * Math.Sqrt(all * (1 - all) / trials)));
    }

    [TestCase(0.999999, 100)]
    [TestCase(0.999, 100)]
    [TestCase(0.999999, 1_000)]
    [TestCase(0.999, 1_000)]
    [TestCase(0.9, 300)]
    public void Fanout_for_a_reliability_should_be_what_the_chain_asks_for(double reliability, int nodes)
    {
        int fanout = Fanout.ForReliability(reliability).For(nodes);
        double Missed(int f) => PushChain.FinalSizes(nodes, nodes, f, 0).Take(nodes).Sum();

        Assert.That(Missed(fanout), Is.LessThanOrEqualTo(1.05 * (1 - reliability)));
        Assert.That(Missed(fanout - 1), Is.GreaterThan(1 - reliability));
    }

    [TestCase(10, 8, 6)]
    [TestCase(32, 14, 9)]
    [TestCase(100, 17, 11)]
    [TestCase(1_000, 21, 14)]
    [TestCase(10_000, 23, 17)]
    [TestCase(100_000, 26, 19)]
    [TestCase(1_000_000, 28, 21)]
    public void Fanout_for_a_reliability_should_be_the_known_one(int nodes, int sixNines, int threeNines)
    {
        Assert.That(Fanout.ForReliability(0.999999).For(nodes), Is.EqualTo(sixNines));
        Assert.That(Fanout.ForReliability(0.999).For(nodes), Is.EqualTo(threeNines));
    }

    [TestCase(10, 8, 9, 9)]
    [TestCase(100, 17, 19, 23)]
    [TestCase(1_000, 21, 23, 29)]
    [TestCase(100_000, 26, 29, 36)]
    public void Targets_for_a_reliability_should_be_the_known_ones(int nodes, int sound, int lossy, int dead)
    {
        int live = nodes - (int)(0.3 * nodes);

        Assert.That(SpreadEstimate.TargetsFor(nodes, nodes, 0, 0.999999), Is.EqualTo(sound));
        Assert.That(SpreadEstimate.TargetsFor(nodes, nodes, 0.1, 0.999999), Is.EqualTo(lossy));
        Assert.That(SpreadEstimate.TargetsFor(nodes, live, 0, 0.999999), Is.EqualTo(dead));
    }

    [TestCase(2, 0.0, 0.7969)]
    [TestCase(4, 0.0, 0.9802)]
    [TestCase(5, 0.0, 0.9930)]
    [TestCase(4, 0.1, 0.9695)]
    public void Push_should_cover_the_known_share(int fanout, double loss, double share)
    {
        SpreadEstimate estimate = SpreadEstimate.Push(10_000, 10_000, fanout, loss);

        Assert.That(estimate.Coverage, Is.EqualTo(share).Within(0.0001));
        Assert.That(estimate.PayloadSendsPerLiveNode, Is.EqualTo(fanout * share).Within(0.001));
        Assert.That(estimate.Rounds, Is.Null);
    }

    [Test]
    public void Push_should_reach_all_and_die_out_as_known()
    {
        Assert.That(SpreadEstimate.Push(10_000, 10_000, 12, 0).Reliability, Is.EqualTo(0.9408).Within(0.001));
        SpreadEstimate faulty = SpreadEstimate.Push(10_000, 8_000, 5, 0.25);
        Assert.That(faulty.Coverage, Is.EqualTo(0.9405).Within(0.0002));
        Assert.That(faulty.Extinction, Is.EqualTo(0.011).Within(0.0005));
    }

    [TestCase(100, 1, 12.30)]
    [TestCase(100, 3, 5.64)]
    [TestCase(100_000, 1, 29.32)]
    [TestCase(100_000, 3, 13.06)]
    public void Push_forever_should_take_about_the_known_rounds(int nodes, int fanout, double rounds)
    {
        SpreadEstimate estimate = SpreadEstimate.PushForever(nodes, nodes, fanout, 0);

        Assert.That(estimate.Rounds, Is.EqualTo(rounds).Within(1.5));
    }

    [TestCase(100, 4.92)]
    [TestCase(10_000, 8.81)]
    [TestCase(100_000, 10.00)]
    [TestCase(1_000_000, 12.00)]
    public void Rings_should_take_about_the_known_rounds(int nodes, double rounds)
    {
        SpreadEstimate estimate = SpreadEstimate.Ring(nodes, nodes, 4, 0);

        Assert.That(estimate.Reliability, Is.EqualTo(1).Within(1e-9));
        Assert.That(estimate.Coverage, Is.EqualTo(1).Within(1e-9));
        Assert.That(estimate.Rounds, Is.EqualTo(rounds).Within(1));
        Assert.That(estimate.PayloadSendsPerLiveNode, Is.EqualTo(4));
    }

    [Test]
    public void One_ring_should_reach_all_when_nothing_is_lost_before_its_end()
    {
        double all = SpreadEstimate.Ring(50, 49, 1, 0.01).Reliability;
        Assert.That(all, Is.EqualTo(Math.Pow(0.99, 48) / 49).Within(1e-9), "the dead one must be the last");
        Assert.That(SpreadEstimate.Ring(100_000, 99_990, 1, 0).Reliability, Is.LessThan(1e-30));
        Assert.That(SpreadEstimate.Ring(1_000, 1_000, 1, 0).Rounds, Is.EqualTo(999));
    }

    [TestCase(12, 11, 3, 0.1, 0.9295)]
    [TestCase(30, 24, 3, 0.0, 0.7911)]
    [TestCase(100, 90, 4, 0.1, 0.8882)]
    [TestCase(400, 400, 4, 0.1, 0.9594)]
    public void Rings_should_reach_all_as_often_as_was_simulated(
        int nodes, int live, int rings, double loss, double simulated)
    {
        // The share of 20,000 trials in rounds.
        SpreadEstimate estimate = SpreadEstimate.Ring(nodes, live, rings, loss);
        Assert.That(estimate.Reliability, Is.EqualTo(simulated).Within(0.01));
        SpreadEstimate more = SpreadEstimate.Ring(nodes, live, nodes / 2, loss);
        Assert.That(more.Reliability, Is.GreaterThan(estimate.Reliability));
    }

    [Test]
    public void Rings_should_leave_the_known_residue_under_loss()
    {
        Assert.That(1 - SpreadEstimate.Ring(10_000, 10_000, 4, 0.1).Coverage, Is.EqualTo(1.0e-4).Within(0.1e-4));
    }

    [Test]
    public void Broadcast_should_reach_all_unless_a_copy_is_lost()
    {
        Assert.That(SpreadEstimate.Broadcast(5, 3, 0.1).Reliability, Is.EqualTo(0.81).Within(1e-12));
        Assert.That(SpreadEstimate.Broadcast(5, 5, 0), Is.EqualTo(new SpreadEstimate(1, 1, 0, 1, 0.8)));
    }

    [TestCase(10, 0.99, 0.999999, 4)]
    [TestCase(1_000_000, 0.9, 0.999999, 12)]
    [TestCase(7_000, 0.7, 0.999999, 19)]
    [TestCase(7_000, 0.63, 0.999999, 23)]
    [TestCase(100_000, 0.9, 0.999, 8)]
    [TestCase(1_000, 1.0, 0.999, 3)]
    public void Rings_for_a_reliability_should_be_the_known_ones(int live, double arrival, double wish, int rings)
    {
        Assert.That(SpreadEstimate.RingsFor(live, arrival, wish), Is.EqualTo(rings));
    }

    [Test]
    public void Arguments_out_of_range_should_be_refused()
    {
        Assert.That(() => PushChain.FinalSizes(1_001, 1, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SpreadEstimate.Push(10, 11, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SpreadEstimate.Ring(10, 10, 10, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => SpreadEstimate.PushForever(10, 10, 0, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SpreadEstimate.Push(10, 10, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SpreadEstimate.RingsFor(10, 0, 0.9), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SpreadEstimate.RingsFor(10, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
