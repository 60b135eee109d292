using System.Globalization;
using System.Text;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>The figures of a run, as a table and as JSON.</summary>
internal static class SpreadReport
{
    public static string Json(SpreadRun run, SpreadResult result, TimeSpan elapsed, SpreadResult? eager = null)
    {
        SpreadOptions options = run.Options;
        return ResultJson.Write(
            new
            {
                Strategy = run.Name,
                run.Mode,
                run.Chosen,
                run.Fanout,
                options.Nodes,
                options.Live,
                options.Trials,
                options.Loss,
                options.Crash,
                Latency = LatencyName(options),
                options.Seed,
                result.CoverageMean,
                CoverageSd = result.CoverageDeviation,
                CoverageMin = result.CoverageMinimum,
                result.AllReachedShare,
                result.ExtinctShare,
                result.CoverageGivenTakeoff,
                result.InformedMean,
                RoundsToAllMean = run.IsInRounds ? result.RoundsToAllMean : null,
                RoundsToAllSd = run.IsInRounds ? result.RoundsToAllDeviation : null,
                RoundsToAllP50 = run.IsInRounds ? result.RoundsToAllQuantile(0.5) : null,
                RoundsToAllP99 = run.IsInRounds ? result.RoundsToAllQuantile(0.99) : null,
                TimeToAllMean = run.IsInRounds ? null : result.TimeToAllMean,
                TimeToAllP50 = run.IsInRounds ? null : result.TimeToAllQuantile(0.5),
                TimeToAllP99 = run.IsInRounds ? null : result.TimeToAllQuantile(0.99),
                TimeToAllMax = run.IsInRounds ? null : result.TimeToAllMaximum,
                result.PayloadSendsPerLiveNode,
                result.ControlSendsPerLiveNode,
                result.BytesPerLiveNode,
                result.MaxPayloadSendsByOneNode,
                result.Redundancy,
                result.LastHopMean,
                ElapsedMs = elapsed.TotalMilliseconds,
                NodeEventsPerSecond = SendsPerSecond(result, elapsed),
                EagerAllReachedShare = eager?.AllReachedShare,
                EagerCoverageMean = eager?.CoverageMean,
                Predicted = run.Predict() is not { } predicted ? null : new
                {
                    predicted.Reliability,
                    predicted.Rounds,
                    predicted.PayloadSendsPerLiveNode,
                },
            });
    }

    public static string Table(SpreadRun run, SpreadResult result, TimeSpan elapsed, SpreadResult? eager = null)
    {
        SpreadOptions options = run.Options;
        StringBuilder text = new();
        Row("strategy", run.Mode is { } mode ? $"{run.Name} {mode}" : run.Name);
        if (run.Chosen is { } chosen)
        {
            Row("chosen", chosen);
        }

        Row("fan-out", run.Fanout is { } fanout ? $"{fanout}" : "-");
        Row("nodes", $"{options.Nodes:N0}, {options.Live:N0} live");
        Row("trials, seed", $"{options.Trials:N0}, {options.Seed}");
        Row("loss, crash", $"{options.Loss:0.###}, {options.Crash:0.###}");
        Row("latency", LatencyName(options) ?? "- (rounds)");
        Row("coverage", $"{result.CoverageMean:0.000000} (sd {result.CoverageDeviation:0.000000}, "
            + $"min {result.CoverageMinimum:0.000000})");
        Row("all reached", $"{result.AllReachedShare:0.0000} of the trials");
        Row("extinct", $"{result.ExtinctShare:0.0000} of the trials");
        Row("coverage if not", result.CoverageGivenTakeoff is { } share ? $"{share:0.000000}" : "-");
        Row("rounds to all", !run.IsInRounds || result.RoundsToAllMean is not { } rounds ? "-"
            : $"{rounds:0.00} (sd {result.RoundsToAllDeviation:0.00}, "
                + $"median {result.RoundsToAllQuantile(0.5)}, 99 % {result.RoundsToAllQuantile(0.99)})");
        Row("time to all", run.IsInRounds || result.TimeToAllMean is not { } time ? "-"
            : $"{time:0.00} mean latencies (median {result.TimeToAllQuantile(0.5):0.00}, "
                + $"99 % {result.TimeToAllQuantile(0.99):0.00}, longest {result.TimeToAllMaximum:0.00})");
        Row("payloads", $"{result.PayloadSendsPerLiveNode:0.000} a live node, busiest node "
            + $"{result.MaxPayloadSendsByOneNode:N0}");
        Row("other messages", $"{result.ControlSendsPerLiveNode:0.000} a live node");
        Row("bytes", $"{result.BytesPerLiveNode:N0} a live node");
        Row("redundancy", result.Redundancy is { } redundancy ? $"{redundancy:0.0000}" : "-");
        Row("last hop", result.LastHopMean is { } hop ? $"{hop:0.00}" : "-");
        if (eager is not null)
        {
            Row("eager phase", $"all reached {eager.AllReachedShare:0.0000}, coverage {eager.CoverageMean:0.000000}, "
                + $"payloads {eager.PayloadSendsPerLiveNode:0.000}");
        }

        if (run.Predict() is { } predicted)
        {
            Row("predicted", $"all reached {predicted.Reliability:0.0000}, coverage {predicted.Coverage:0.000000}, "
                + $"payloads {predicted.PayloadSendsPerLiveNode:0.000}, "
                + $"rounds {predicted.Rounds?.ToString(CultureInfo.InvariantCulture) ?? "-"}");
        }

        double millions = SendsPerSecond(result, elapsed) / 1e6;
        Row("elapsed", $"{elapsed.TotalMilliseconds:N0} ms, {millions:N1} million sends/s");
        return text.ToString().TrimEnd();

        void Row(string name, string value) => text.Append(name.PadRight(18)).AppendLine(value);
    }

    private static string? LatencyName(SpreadOptions options) => options.Latency?.ToString().ToLowerInvariant();

    private static double SendsPerSecond(SpreadResult result, TimeSpan elapsed)
    {
        double sends = result.Trials.Sum(trial => (double)(trial.PayloadSends + trial.ControlSends));
        return sends / Math.Max(elapsed.TotalSeconds, 1e-6);
    }
}
