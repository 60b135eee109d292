using System.Globalization;
using System.Text;
using System.Text.Json;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>The figures of a run, as a table and as JSON.</summary>
internal static class SpreadReport
{
    private static readonly JsonSerializerOptions Naming = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static string Json(SpreadResult result, TimeSpan elapsed)
    {
        SpreadOptions options = result.Options;
        SpreadEstimate? predicted = Predict(options);
        return JsonSerializer.Serialize(
            new
            {
                Strategy = Name(options),
                Mode = Mode(options),
                Fanout = options.Strategy == SpreadStrategy.Broadcast ? (int?)null : options.FanoutCount,
                options.Nodes,
                options.Live,
                options.Trials,
                options.Loss,
                options.Crash,
                Latency = (string?)null,
                options.Seed,
                result.CoverageMean,
                CoverageSd = result.CoverageDeviation,
                CoverageMin = result.CoverageMinimum,
                result.AllReachedShare,
                result.ExtinctShare,
                result.CoverageGivenTakeoff,
                result.InformedMean,
                result.RoundsToAllMean,
                RoundsToAllSd = result.RoundsToAllDeviation,
                RoundsToAllP50 = result.RoundsToAllQuantile(0.5),
                RoundsToAllP99 = result.RoundsToAllQuantile(0.99),
                TimeToAllMean = (double?)null,
                result.PayloadSendsPerLiveNode,
                result.ControlSendsPerLiveNode,
                BytesPerLiveNode = (double?)null,
                result.MaxPayloadSendsByOneNode,
                result.Redundancy,
                LastHopMean = (double?)null,
                ElapsedMs = elapsed.TotalMilliseconds,
                NodeEventsPerSecond = SendsPerSecond(result, elapsed),
                Predicted = predicted is null ? null : new
                {
                    predicted.Reliability,
                    predicted.Rounds,
                    predicted.PayloadSendsPerLiveNode,
                },
            },
            Naming);
    }

    public static string Table(SpreadResult result, TimeSpan elapsed)
    {
        SpreadOptions options = result.Options;
        StringBuilder text = new();
        Row("strategy", Mode(options) is { } mode ? $"{Name(options)} {mode}" : Name(options));
        Row("fan-out", $"{options.FanoutCount}");
        Row("nodes", $"{options.Nodes:N0}, {options.Live:N0} live");
        Row("trials, seed", $"{options.Trials:N0}, {options.Seed}");
        Row("loss, crash", $"{options.Loss:0.###}, {options.Crash:0.###}");
        Row("coverage", $"{result.CoverageMean:0.000000} (sd {result.CoverageDeviation:0.000000}, "
            + $"min {result.CoverageMinimum:0.000000})");
        Row("all reached", $"{result.AllReachedShare:0.0000} of the trials");
        Row("extinct", $"{result.ExtinctShare:0.0000} of the trials");
        Row("coverage if not", result.CoverageGivenTakeoff is { } share ? $"{share:0.000000}" : "-");
        Row("rounds to all", result.RoundsToAllMean is not { } rounds ? "-"
            : $"{rounds:0.00} (sd {result.RoundsToAllDeviation:0.00}, "
                + $"median {result.RoundsToAllQuantile(0.5)}, 99 % {result.RoundsToAllQuantile(0.99)})");
        Row("payloads", $"{result.PayloadSendsPerLiveNode:0.000} a live node, busiest node "
            + $"{result.MaxPayloadSendsByOneNode:N0}");
        Row("other messages", $"{result.ControlSendsPerLiveNode:0.000} a live node");
        Row("redundancy", result.Redundancy is { } redundancy ? $"{redundancy:0.000}" : "-");
        if (Predict(options) is { } predicted)
        {
            Row("predicted", $"all reached {predicted.Reliability:0.0000}, coverage {predicted.Coverage:0.000000}, "
                + $"rounds {predicted.Rounds?.ToString(CultureInfo.InvariantCulture) ?? "-"}, "
                + $"payloads {predicted.PayloadSendsPerLiveNode:0.000}");
        }

        double millions = SendsPerSecond(result, elapsed) / 1e6;
        Row("elapsed", $"{elapsed.TotalMilliseconds:N0} ms, {millions:N1} million sends/s");
        return text.ToString().TrimEnd();

        void Row(string name, string value) => text.Append(name.PadRight(18)).AppendLine(value);
    }

    private static SpreadEstimate? Predict(SpreadOptions options) => options.Strategy switch
    {
        _ when options.Nodes == 1 => null,
        SpreadStrategy.Push when options.Mode == PushMode.Die =>
            SpreadEstimate.Push(options.Nodes, options.Live, options.FanoutCount, options.Loss),
        SpreadStrategy.Push =>
            SpreadEstimate.PushForever(options.Nodes, options.Live, options.FanoutCount, options.Loss),
        SpreadStrategy.Ring => SpreadEstimate.Ring(options.Nodes, options.Live, options.FanoutCount, options.Loss),
        SpreadStrategy.Broadcast => SpreadEstimate.Broadcast(options.Nodes, options.Live, options.Loss),
        _ => null,
    };

    private static double SendsPerSecond(SpreadResult result, TimeSpan elapsed)
    {
        double sends = result.Trials.Sum(trial => (double)(trial.PayloadSends + trial.ControlSends));
        return sends / Math.Max(elapsed.TotalSeconds, 1e-6);
    }

    private static string Name(SpreadOptions options) => options.Strategy switch
    {
        SpreadStrategy.Push => "push",
        SpreadStrategy.Ring => "ring",
        SpreadStrategy.Pull => "pull",
        SpreadStrategy.PushPull => "pushpull",
        SpreadStrategy.Rumor => "rumor",
        _ => "broadcast",
    };

    private static string? Mode(SpreadOptions options) => options.Strategy switch
    {
        SpreadStrategy.Push => options.Mode == PushMode.Die ? "die" : "forever",
        SpreadStrategy.Rumor => (options.Kind == MongeringKind.Feedback ? "feedback" : "blind")
            + (options.Stop == MongeringStop.Counter ? "-counter-" : "-coin-")
            + options.StopCount.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
