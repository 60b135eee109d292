using NodeGroups.Simulation.Spread;

namespace NodeGroups.Simulation;

/// <summary>
/// A model of a rumor over packed arrays, for groups of up to millions of nodes: in synchronous rounds, in time, or in
/// time with the library's own strategies.
/// </summary>
/// <remarks>
/// <para>
/// In rounds: one origin is informed before the first round. The dead are drawn uniformly among the others, are dead
/// from the start and are still sent to. The targets of one sender in one round are distinct and drawn uniformly
/// among all other nodes. Every message is lost independently. What arrives in a round is handed on from the next
/// round. Targets are drawn by multiplying 32 random bits, so that the chance of a target is off by less than nodes /
/// 2³².
/// </para>
/// <para>
/// In time (<see cref="SpreadOptions.Latency"/>): a message leaves at once and takes an independent latency, whose mean
/// is the unit, in ticks of 1/256. Who pushes for ever or pulls does so by a clock of its own with exponential
/// intervals of mean 1.
/// </para>
/// <para>
/// With <see cref="SpreadOptions.Code"/> every node has its own instance of a strategy, and the engine around it does
/// what that of a node does: names, duplicates, hops, requests, repair by digests. Views agree and are complete.
/// </para>
/// <para>
/// The result depends on the options alone: neither on the number of threads nor on the machine. Thread-safe.
/// </para>
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
    /// <exception cref="AggregateException">A strategy of your own threw, with several threads.</exception>
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
        int measured = Measured(options);
        SpreadTrial[] trials = new SpreadTrial[options.Trials * (long)measured];
        if (threads == 1)
        {
            TrialRunner runner = TrialRunner.Create(options);
            for (int index = 0; index < options.Trials; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                runner.Run((ulong)index, trials.AsSpan(index * measured, measured));
                progress?.Report(index + 1);
            }

            return new SpreadResult(options, trials);
        }

        int done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            options.Trials,
            parallel,
            () => TrialRunner.Create(options),
            (index, _, runner) =>
            {
                runner.Run((ulong)index, trials.AsSpan(index * measured, measured));
                progress?.Report(Interlocked.Increment(ref done));
                return runner;
            },
            _ => { });
        return new SpreadResult(options, trials);
    }

    /// <summary>Runs one trial of a run again.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="trial">The trial's number; any number is allowed, also one beyond the run's trials.</param>
    /// <returns>The same as in a whole run; of several rumors the last one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The options are not valid; see <see cref="SpreadOptions.Validate"/>.
    /// </exception>
    public static SpreadTrial RunTrial(SpreadOptions options, ulong trial)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        SpreadTrial[] results = new SpreadTrial[Measured(options)];
        TrialRunner.Create(options).Run(trial, results);
        return results[^1];
    }

    /// <summary>Runs one trial and counts the informed after each round, or after each mean latency.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="trial">The trial's number.</param>
    /// <returns>At index i the live nodes informed after i rounds or i mean latencies; of several rumors the first
    /// one. It ends where it no longer grows.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The options are not valid; see <see cref="SpreadOptions.Validate"/>.
    /// </exception>
    public static IReadOnlyList<int> Trace(SpreadOptions options, ulong trial)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        TrialRunner runner = TrialRunner.Create(options);
        runner.Trace = [];
        runner.Run(trial, new SpreadTrial[Measured(options)]);
        return runner.Trace;
    }

    private static int Measured(SpreadOptions options) =>
        options.Code is null ? 1 : options.Engine.Rumors - options.Engine.WarmUp;
}
