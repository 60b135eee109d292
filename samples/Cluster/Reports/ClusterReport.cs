using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cluster.Reports;

/// <summary>The result of a run, as printed with <c>--json</c>. Parts not reached are null; of the part that an error
/// ended there are the figures measured until then.</summary>
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

    /// <summary>Gets why the run ended early; left out after a run to the end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorReport? Error { get; init; }
}

internal sealed record LaunchReport(double TotalMs, double? PerNodeMsP50);

internal sealed record ConvergeReport(double ViewMs);

internal sealed record CallsReport(double? GroupCallMsP50, double? GroupCallMsP99, int Replies, int Expected);

internal sealed record KillReport(int Killed, double DetectedByAllMs);

/// <summary>What ended a run early.</summary>
/// <param name="Step">The step that was at work.</param>
/// <param name="Message">What happened, for people.</param>
/// <param name="Node">The node it happened to; null when it was none.</param>
/// <param name="Pid">Its process, when it was a child.</param>
/// <param name="ExitCode">How the process ended, when it has.</param>
internal sealed record ErrorReport(
    string Step, string Message, string? Node = null, int? Pid = null, int? ExitCode = null);

/// <summary>How the nodes ended.</summary>
/// <param name="TotalMs">How long it took; after a launch that was given up, from then on.</param>
/// <param name="Orphans">Those that had to be ended by force, or that still run.</param>
/// <param name="Nodes">How many ended or should have; those killed before are not among them.</param>
internal sealed record StopReport(double TotalMs, int Orphans, int Nodes);

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
