using NodeGroups.Simulation.Spread;

namespace NodeGroups.Simulation;

/// <summary>
/// A model of one rumor in synchronous rounds over packed arrays, for groups of up to millions of nodes.
/// </summary>
/// <remarks>
/// One origin is informed before the first round. The dead are drawn uniformly among the others, are dead from the
/// start and are still sent to. The targets of one sender in one round are distinct and drawn uniformly among all other
/// nodes. Every message is lost independently. What arrives in a round is handed on from the next round. Targets are
/// drawn by multiplying 32 random bits, so that the chance of a target is off by less than nodes / 2³². The result
/// depends on the options alone: neither on the number of threads nor on the machine. Thread-safe.
/// </remarks>
public static class SpreadModel
{
    /// <summary>Runs all trials.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="threads">How many trials run at a time; at least 1. It does not change the result.</param>
    /// <param name="progress">Is told the number of trials done, from any thread; null tells nobody.</param>
    /// <param name="cancellationToken">Ends the run between two trials.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The options are not valid; see <see cref="SpreadOptions.Validate"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; no result is kept.</exception>
    public static SpreadResult Run(
        SpreadOptions options,
        int threads = 1,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        SpreadTrial[] trials = new SpreadTrial[options.Trials];
        if (threads == 1)
        {
            RoundTrial trial = new(options);
            for (int index = 0; index < trials.Length; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                trials[index] = trial.Run((ulong)index);
                progress?.Report(index + 1);
            }

            return new SpreadResult(options, trials);
        }

        int done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            trials.Length,
            parallel,
            () => new RoundTrial(options),
            (index, _, trial) =>
            {
                trials[index] = trial.Run((ulong)index);
                progress?.Report(Interlocked.Increment(ref done));
                return trial;
            },
            _ => { });
        return new SpreadResult(options, trials);
    }

    /// <summary>Runs one trial of a run again.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="trial">The trial's number; any number is allowed, also one beyond the run's trials.</param>
    /// <returns>The same as in a whole run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The options are not valid; see <see cref="SpreadOptions.Validate"/>.
    /// </exception>
    public static SpreadTrial RunTrial(SpreadOptions options, ulong trial)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new RoundTrial(options).Run(trial);
    }
}
