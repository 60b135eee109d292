using System.Text.Json.Serialization;

namespace Cluster.Nodes;

/// <summary>What a parent asks of a child process: one JSON object on a line of the child's standard input.</summary>
internal sealed record ChildRequest
{
    public required long Id { get; init; }

    public required ChildOperation Operation { get; init; }

    public bool Broadcast { get; init; }

    public int Number { get; init; }

    public int Payload { get; init; }

    public string[]? Nodes { get; init; }
}

/// <summary>The requests a child knows. The end of its standard input means: leave and exit.</summary>
internal enum ChildOperation
{
    WaitForMembers,
    Publish,
    CallAll,
    Counts,
    WaitUntilGone,
}

/// <summary>What a child says: one JSON object on a line of its standard output, with exactly one part set.</summary>
internal sealed record ChildLine
{
    public ChildReady? Ready { get; init; }

    public ChildReply? Reply { get; init; }

    public Delivery? Delivery { get; init; }

    /// <summary>Gets why the node could not start.</summary>
    public string? Failure { get; init; }
}

/// <summary>The node is up: it listens, has joined and serves.</summary>
internal sealed record ChildReady(string Id, string Address, int ProcessId);

/// <summary>The answer to the request with the same id.</summary>
internal sealed record ChildReply
{
    public required long Id { get; init; }

    public string? Error { get; init; }

    public long Stamp { get; init; }

    public CallOutcome Call { get; init; }

    public NodeCounts Counts { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(NodeConfig))]
[JsonSerializable(typeof(ChildRequest))]
[JsonSerializable(typeof(ChildLine))]
internal sealed partial class ChildJson : JsonSerializerContext;
