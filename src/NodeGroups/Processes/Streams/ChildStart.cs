using System.Text.Json.Serialization;
using NodeGroups.Protocol;

namespace NodeGroups.Processes;

/// <summary>What a child is started with: the first line of its standard input.</summary>
[JsonConverter(typeof(ChildStartConverter))]
internal sealed record ChildStart
{
    /// <summary>The form of this line; a child that knows another refuses to start.</summary>
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    /// <summary>Gets the secret by which the child proves who it is, once. It is nowhere else.</summary>
    public required byte[] Token { get; init; }

    public required NodeId Parent { get; init; }

    public required string Name { get; init; }

    public required NodeAddress Listen { get; init; }

    /// <summary>Gets the address that others are told; null for the one listened at.</summary>
    public NodeAddress? Advertise { get; init; }

    public required IReadOnlyList<NodeAddress> Seeds { get; init; }

    public required string ClusterId { get; init; }

    public required TimeSpan JoinTimeout { get; init; }

    public required MembershipSettings Membership { get; init; }

    public required GossipSettings Gossip { get; init; }

    public required TransportLimits Transport { get; init; }

    public GroupOptionsData? GroupDefaults { get; init; }

    public ulong? RandomSeed { get; init; }

    public GroupStart? Group { get; init; }

    public string? StartAction { get; init; }

    public string? StartArgument { get; init; }

    public bool AllowRemoteStop { get; init; }

    /// <summary>Never the token.</summary>
    public override string ToString() => $"start of {Name}";
}

/// <summary>The group that a child is spawned into.</summary>
/// <param name="Name">The group.</param>
/// <param name="Options">How rumors spread in it.</param>
/// <param name="Members">The members of a defined group; null for a live group, which the child joins.</param>
internal sealed record GroupStart(GroupName Name, GroupOptionsData Options, IReadOnlyList<NodeAddress>? Members);
