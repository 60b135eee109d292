using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cluster.Reports;

/// <summary>The result of a run, as printed with <c>--json</c>. Parts not reached are null.</summary>
internal sealed record ClusterReport
{
    public required int Nodes { get; init; }

    public required string Mode { get; init; }

    public required string Strategy { get; init; }

    public required string Fanout { get; init; }

    public required ulong Seed { get; init; }

    public LaunchReport? Launch { get; init; }

    public ConvergeReport? Converge { get; init; }

    public SpreadReport? Gossip { get; init; }

    public SpreadReport? Broadcast { get; init; }

    public CallsReport? Calls { get; init; }

    public KillReport? Kill { get; init; }

    public StopReport? Stop { get; init; }
}

internal sealed record LaunchReport(double TotalMs, double? PerNodeMsP50);

internal sealed record ConvergeReport(double ViewMs);

internal sealed record CallsReport(double? GroupCallMsP50, double? GroupCallMsP99, int Replies, int Expected);

internal sealed record KillReport(int Killed, double DetectedByAllMs);

internal sealed record StopReport(double TotalMs, int Orphans);

[JsonSerializable(typeof(ClusterReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Gets the form printed: camel case, and a plus sign left as it is.</summary>
    public static ReportJson Printed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
