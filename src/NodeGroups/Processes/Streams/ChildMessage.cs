using System.Text.Json.Serialization;

namespace NodeGroups.Processes;

/// <summary>What a child says to its parent: one line of its standard output, behind a mark, after the end of the line
/// before.</summary>
[JsonConverter(typeof(ChildMessageConverter))]
internal sealed record ChildMessage
{
    /// <summary>Begins the lines that are for the parent; other lines are output of the program.</summary>
    public const string Mark = "\u0001nodegroups ";

    /// <summary>Gets who the child is, when it is ready; none when it failed.</summary>
    public NodeId Id { get; init; }

    public NodeAddress Address { get; init; }

    /// <summary>Gets why the node did not start; null when it is ready.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets the exit code that follows a problem.</summary>
    public int ExitCode { get; init; }
}

/// <summary>What a parent says to its child after the start: one line of the child's standard input.</summary>
[JsonConverter(typeof(ParentMessageConverter))]
internal sealed record ParentMessage
{
    /// <summary>Gets whether the others know of the child, which need not keep quiet any more.</summary>
    public bool Introduced { get; init; }

    /// <summary>Gets how long the child may take to end; null when it is not to end.</summary>
    public TimeSpan? Grace { get; init; }
}

/// <summary>Asks a child to prove that it is the one that was started.</summary>
[JsonConverter(typeof(ProofRequestConverter))]
internal sealed record ProofRequest(byte[] Nonce);

/// <summary>Asks a member to answer when these nodes are in its view of a group.</summary>
[JsonConverter(typeof(ViewRequestConverter))]
internal sealed record ViewRequest(GroupName Group, IReadOnlyList<NodeId> Nodes);

/// <summary>Asks a node to spawn a child from one of its launch profiles.</summary>
internal sealed record SpawnRequest(string Profile, string? Name, string? StartArgument);
