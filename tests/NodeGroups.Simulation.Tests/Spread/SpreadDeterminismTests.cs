using NodeGroups;
using NodeGroups.Simulation;

namespace SimulationTests.Spread;

public sealed class SpreadDeterminismTests
{
    [Test]
    public void Seed_alone_should_decide([Values] SpreadStrategy strategy, [Values(1, 3)] int fanout)
    {
        SpreadOptions options = new()
        {
            Strategy = strategy, Fanout = Fanout.Constant(fanout), Nodes = 300, Trials = 40, Loss = 0.1, Crash = 0.1,
        };

        SpreadResult one = SpreadModel.Run(options);

        Assert.That(SpreadModel.Run(options).Trials, Is.EqualTo(one.Trials));
        Assert.That(SpreadModel.Run(options, threads: 4).Trials, Is.EqualTo(one.Trials));
        Assert.That(SpreadModel.Run(options with { Seed = 2 }).Trials, Is.Not.EqualTo(one.Trials));
        Assert.That(SpreadModel.RunTrial(options, 37), Is.EqualTo(one.Trials[37]));
    }

    [Test]
    public void Trials_should_not_depend_on_the_trials_before_when_a_deck_is_dealt_from()
    {
        SpreadOptions options = new() { Fanout = Fanout.Constant(40), Nodes = 60, Trials = 20, Loss = 0.9 };

        SpreadResult result = SpreadModel.Run(options);

        Assert.That(SpreadModel.RunTrial(options, 19), Is.EqualTo(result.Trials[19]));
    }

    [Test]
    public void Groups_of_one_and_two_should_end([Values] SpreadStrategy strategy, [Values(1, 2)] int nodes)
    {
        SpreadResult alone = SpreadModel.Run(new SpreadOptions { Strategy = strategy, Nodes = nodes, Trials = 2 });

        Assert.That(alone.AllReachedShare, Is.EqualTo(1));
        Assert.That(alone.RoundsToAllMean, Is.EqualTo(nodes - 1));
    }

    [Test]
    public void Origin_whose_peers_are_all_dead_should_end([Values] SpreadStrategy strategy)
    {
        SpreadOptions options = new() { Strategy = strategy, Nodes = 10, Trials = 1, Crash = 0.99 };

        SpreadTrial trial = SpreadModel.Run(options).Trials[0];

        Assert.That((trial.Informed, trial.RoundsToAll), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Options_should_name_all_that_is_wrong()
    {
        SpreadOptions options = new() { Nodes = 0, Trials = -1, Loss = double.NaN, Crash = 1, StopCount = 0 };

        Assert.That(options.Validate, Throws.ArgumentException
            .With.Message.Contains("Nodes").And.Message.Contains("Trials").And.Message.Contains("Loss")
            .And.Message.Contains("Crash").And.Message.Contains("StopCount"));
        Assert.That(
            () => SpreadModel.Run(new SpreadOptions { Fanout = Fanout.Constant(0) }),
            Throws.ArgumentException.With.Message.Contains("Fanout"));
        Assert.That(
            new SpreadOptions { Strategy = SpreadStrategy.Ring, Fanout = Fanout.Constant(65) }.Validate,
            Throws.ArgumentException.With.Message.Contains("rings"));
        Assert.That(() => SpreadModel.Run(new SpreadOptions(), 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Cancelled_run_should_throw()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.That(
            () => SpreadModel.Run(new SpreadOptions(), cancellationToken: source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
