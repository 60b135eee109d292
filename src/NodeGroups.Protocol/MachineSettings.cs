namespace NodeGroups.Protocol;

/// <summary>What a machine needs to know of itself before it starts. Immutable.</summary>
public sealed record MachineSettings
{
    /// <summary>Gets this process life.</summary>
    public required NodeId Id { get; init; }

    /// <summary>Gets the node's name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the address at which others reach this node; its port is the real one.</summary>
    public required NodeAddress Address { get; init; }

    /// <summary>Gets the random seed from which all choices follow.</summary>
    public required ulong RandomSeed { get; init; }

    /// <summary>Gets the addresses of the seed nodes; this node's own is passed over.</summary>
    /// <value>None by default: the node starts a cluster of one.</value>
    public IReadOnlyList<NodeAddress> Seeds { get; init; } = [];

    /// <summary>Gets how long the node keeps quiet at most once it has started: until <see cref="EndQuiet"/> it probes
    /// nobody, and tells and asks about members only the one through which it joined. For nodes that start in great
    /// number, whose introduction to the others is somebody's task.</summary>
    /// <value>Zero: not at all.</value>
    public TimeSpan QuietLimit { get; init; }

    /// <summary>Gets the timing of membership and failure detection.</summary>
    public MembershipSettings Membership { get; init; } = new();

    /// <summary>Gets the limits and timing of the gossip engine.</summary>
    public GossipSettings Gossip { get; init; } = new();

    /// <summary>Gets how rumors spread in the built-in group of all nodes.</summary>
    public GroupGossipOptions AllOptions { get; init; } = GroupGossipOptions.Default;

    /// <summary>Gets the most calls that may wait for one peer; a further one ends as
    /// <see cref="CallResult.Busy"/>.</summary>
    /// <value>65,536 by default.</value>
    public int PendingCallsPerPeer { get; init; } = 65_536;
}
