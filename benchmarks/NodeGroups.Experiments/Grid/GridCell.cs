using System.Text.Json;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>What <c>auto</c> does in groups of one size at one loss and one share of unnoticed dead.</summary>
/// <param name="Run">What was run.</param>
/// <param name="Plan">What was planned.</param>
/// <param name="Eager">The eager phase alone.</param>
/// <param name="Repaired">With repair; null when it was not run.</param>
internal sealed record GridCell(SpreadRun Run, GossipPlan Plan, EagerShare Eager, SpreadResult? Repaired)
{
    /// <summary>By which share a prediction of bytes may be off.</summary>
    public const double BytesTolerance = 0.15;

    public const string Head =
        "| nodes | loss | crash | trials | all reached | latencies to all | payloads | other messages "
        + "| bytes: predicted | simulated | eager trials | eager all: predicted | simulated | off | standard error |\n"
        + "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

    private const double RepairedNodes = 300_000;

    /// <summary>Gets whether every trial reached everybody.</summary>
    public bool ReachedAll => Repaired is null or { AllReachedShare: >= 1 };

    /// <summary>Gets whether the prediction holds.</summary>
    public bool IsAsPredicted => Eager.Off <= EagerShare.Tolerance;

    /// <summary>Gets by which share the bytes of a member are predicted wrongly.</summary>
    public double BytesOff => Repaired is null ? 0 : Math.Abs((Plan.BytesPerNode / Repaired.BytesPerLiveNode) - 1);

    /// <summary>Runs a cell with repair, fewer trials the larger the group is, and the eager phase alone.</summary>
    public static GridCell Of(SpreadOptions options, GridEffort effort)
    {
        int trials = (int)Math.Clamp(effort.Repaired * RepairedNodes / options.Nodes, 3, 300);
        SpreadRun run = SpreadRuns.Create("auto", options with { Trials = trials }, repair: true);
        GossipPlan plan = run.Plan();
        SpreadResult? repaired = effort.Repaired > 0 ? SpreadModel.Run(run.Options, effort.Threads) : null;
        EagerShare eager = EagerShare.Of(
            run.Eager!.Options, plan.EagerReliability, effort.EagerTrials(options.Nodes), effort.Threads);
        return new GridCell(run, plan, eager, repaired);
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
            Trials = Repaired?.Trials.Count,
            Repaired?.AllReachedShare,
            Repaired?.TimeToAllMean,
            Repaired?.PayloadSendsPerLiveNode,
            Repaired?.ControlSendsPerLiveNode,
            BytesPredicted = Plan.BytesPerNode,
            Repaired?.BytesPerLiveNode,
            EagerTrials = Eager.Trials,
            EagerPredicted = Eager.Predicted,
            EagerAllReachedShare = Eager.Simulated,
            Eager.StandardError,
        },
        JsonSerializerOptions.Web);

    /// <summary>Gets a row of the table.</summary>
    /// <returns>The row.</returns>
    public override string ToString()
    {
        string repaired = Repaired is null ? " | | | | | | |" : FormattableString.Invariant(
            $"{Repaired.Trials.Count:N0} | {Repaired.AllReachedShare:P1} | {Repaired.TimeToAllMean:0.0} ")
            + FormattableString.Invariant(
            $"| {Repaired.PayloadSendsPerLiveNode:0.00} | {Repaired.ControlSendsPerLiveNode:0.0} ")
            + FormattableString.Invariant($"| {Plan.BytesPerNode:N0} | {Repaired.BytesPerLiveNode:N0} |");
        return FormattableString.Invariant(
            $"| {Run.Options.Nodes:N0} | {Run.Options.Loss:0.##} | {Run.Options.Crash:0.#} | {repaired} ")
            + FormattableString.Invariant($"{Eager.Trials:N0} | {Eager.Predicted:0.0000} ")
            + FormattableString.Invariant($"| {Eager.Simulated:0.0000} | {Eager.Off:0.0000} ")
            + FormattableString.Invariant($"| {Eager.StandardError:0.0000} |");
    }
}
