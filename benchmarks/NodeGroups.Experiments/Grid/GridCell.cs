using System.Text.Json;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>What <c>auto</c> does in groups of one size at one loss and one share of unnoticed dead.</summary>
/// <param name="Run">What was run.</param>
/// <param name="Repaired">With repair.</param>
/// <param name="Eager">The eager phase alone.</param>
/// <param name="Plan">What was planned.</param>
internal sealed record GridCell(SpreadRun Run, SpreadResult Repaired, SpreadResult Eager, GossipPlan Plan)
{
    /// <summary>How far a prediction may be off, beside the error of sampling.</summary>
    public const double Tolerance = 0.02;

    /// <summary>By which share a prediction of bytes may be off.</summary>
    public const double BytesTolerance = 0.15;

    public const string Head =
        "| nodes | loss | crash | trials | all reached | latencies to all | payloads | other messages "
        + "| bytes: predicted | simulated | eager trials | eager all: predicted | simulated | standard error |\n"
        + "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

    private const double RepairedNodes = 300_000;
    private const double EagerNodes = 2_000_000;

    /// <summary>Gets whether every trial reached everybody.</summary>
    public bool ReachedAll => Repaired.AllReachedShare >= 1;

    /// <summary>Gets how far the prediction is off.</summary>
    public double Off => Math.Abs(Predicted - Eager.AllReachedShare);

    /// <summary>Gets whether the prediction holds, as far as so many trials can tell.</summary>
    public bool IsAsPredicted => Off <= Tolerance + (3 * StandardError);

    /// <summary>Gets by which share the bytes of a member are predicted wrongly.</summary>
    public double BytesOff => Math.Abs((Plan.BytesPerNode / Repaired.BytesPerLiveNode) - 1);

    private double Predicted => Plan.EagerReliability;

    private double StandardError => Math.Sqrt(Math.Max(Predicted * (1 - Predicted), 0) / Eager.Trials.Count);

    /// <summary>Runs a cell, with fewer trials the larger the group is.</summary>
    public static GridCell Of(SpreadOptions options, double effort)
    {
        int nodes = options.Nodes;
        options = options with { Trials = Trials(effort * RepairedNodes / nodes, 3, 300) };
        SpreadRun run = SpreadRuns.Create("auto", options, repair: true);
        SpreadOptions eager = run.Eager!.Options with { Trials = Trials(effort * EagerNodes / nodes, 20, 5_000) };
        return new GridCell(
            run, SpreadModel.Run(run.Options), SpreadModel.Run(eager), run.Plan());
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
            Trials = Repaired.Trials.Count,
            Repaired.AllReachedShare,
            Repaired.TimeToAllMean,
            Repaired.PayloadSendsPerLiveNode,
            Repaired.ControlSendsPerLiveNode,
            BytesPredicted = Plan.BytesPerNode,
            Repaired.BytesPerLiveNode,
            EagerTrials = Eager.Trials.Count,
            EagerPredicted = Predicted,
            EagerAllReachedShare = Eager.AllReachedShare,
            StandardError,
        },
        JsonSerializerOptions.Web);

    /// <summary>Gets a row of the table.</summary>
    /// <returns>The row.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"| {Run.Options.Nodes:N0} | {Run.Options.Loss:0.##} | {Run.Options.Crash:0.#} | {Repaired.Trials.Count:N0} ")
        + FormattableString.Invariant(
        $"| {Repaired.AllReachedShare:P1} | {Repaired.TimeToAllMean:0.0} | {Repaired.PayloadSendsPerLiveNode:0.00} ")
        + FormattableString.Invariant(
        $"| {Repaired.ControlSendsPerLiveNode:0.0} | {Plan.BytesPerNode:N0} | {Repaired.BytesPerLiveNode:N0} ")
        + FormattableString.Invariant($"| {Eager.Trials.Count:N0} | {Predicted:0.0000} ")
        + FormattableString.Invariant($"| {Eager.AllReachedShare:0.0000} | {StandardError:0.0000} |");

    private static int Trials(double wanted, int least, int most) => (int)Math.Clamp(wanted, least, most);
}
