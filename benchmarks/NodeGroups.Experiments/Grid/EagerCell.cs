using System.Text.Json;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>How often the eager phase of <c>auto</c> alone reaches everybody in groups of one size, at one loss and one
/// share of unnoticed dead.</summary>
/// <param name="Run">What was run.</param>
/// <param name="Result">What came out.</param>
/// <param name="Predicted">The probability computed for it.</param>
internal sealed record EagerCell(SpreadRun Run, SpreadResult Result, double Predicted)
{
    public const string Head =
        "| nodes | loss | crash | trials | predicted | simulated | off | standard error |\n"
        + "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

    private const int FewestTrials = 100;
    private const int MostTrials = 20_000;

    /// <summary>Gets how far the prediction is off.</summary>
    public double Off => Math.Abs(Predicted - Result.AllReachedShare);

    /// <summary>Gets whether the prediction holds, as far as so many trials can tell.</summary>
    public bool IsAsPredicted => Off <= GridCell.Tolerance + (2 * StandardError);

    private double StandardError => Math.Sqrt(Variance(Predicted) / Result.Trials.Count);

    /// <summary>Runs a cell with so many trials that the standard error is the one wanted, if the prediction
    /// holds.</summary>
    public static EagerCell Of(SpreadOptions options, double error, int threads)
    {
        SpreadRun run = SpreadRuns.Create("auto", options, repair: true).Eager!;
        double predicted = run.Predict()?.Reliability ?? double.NaN;
        int trials = (int)Math.Clamp(Math.Ceiling(Variance(predicted) / (error * error)), FewestTrials, MostTrials);
        run = run with { Options = run.Options with { Trials = trials } };
        return new EagerCell(run, SpreadModel.Run(run.Options, threads), predicted);
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Run.Options.Nodes,
            Run.Options.Live,
            Run.Options.Loss,
            Run.Options.Crash,
            Run.Options.PayloadBytes,
            Run.Options.Seed,
            EagerTrials = Result.Trials.Count,
            EagerPredicted = Predicted,
            EagerAllReachedShare = Result.AllReachedShare,
            StandardError,
        },
        JsonSerializerOptions.Web);

    /// <summary>Gets a row of the table.</summary>
    /// <returns>The row.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"| {Run.Options.Nodes:N0} | {Run.Options.Loss:0.##} | {Run.Options.Crash:0.#} | {Result.Trials.Count:N0} ")
        + FormattableString.Invariant(
        $"| {Predicted:0.0000} | {Result.AllReachedShare:0.0000} | {Off:0.0000} | {StandardError:0.0000} |");

    private static double Variance(double share) => Math.Max(share * (1 - share), 0);
}
