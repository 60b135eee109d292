namespace NodeGroups;

/// <summary>How to start a child node. Immutable; the defaults start this program's own host on a free port.</summary>
/// <remarks>
/// The child joins the parent's cluster through the parent, with the parent's membership, gossip and transport
/// settings. What it is started with goes through its standard input, so nothing of it can be read from its arguments
/// or its environment.
/// </remarks>
public sealed record NodeProcessOptions
{
    /// <summary>Gets the child's name; see <see cref="Protocol.NameRules"/>.</summary>
    /// <value>Null: the parent's name, a hyphen and a number.</value>
    public string? Name { get; init; }

    /// <summary>Gets where the child listens.</summary>
    /// <value>Null: the host at which the parent listens, and any free port. The real port is reported.</value>
    /// <remarks>A child that listens at every interface tells others the host that its parent tells.</remarks>
    public NodeAddress? Listen { get; init; }

    /// <summary>Gets the program to start: an executable, or a <c>.dll</c> that <c>dotnet</c> runs. Its <c>Main</c> is
    /// <see cref="NodeHost.RunAsync(string[], NodeHostOptions, CancellationToken)"/>.</summary>
    /// <value>
    /// Null: this program again when it is one (see <see cref="NodeHost.IsSpawned"/>), else the ready-made host
    /// <c>nodegroups-node</c> beside this program.
    /// </value>
    public string? FileName { get; init; }

    /// <summary>Gets arguments for the program, each passed on as it is: no shell reads them.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Gets the folder in which the program starts.</summary>
    /// <value>Null: this program's.</value>
    public string? WorkingDirectory { get; init; }

    /// <summary>Gets variables to set in the child's environment, which is otherwise this program's; a null value
    /// removes one.</summary>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Gets the name of an action that the child's program has registered in
    /// <see cref="NodeHostOptions.StartActions"/>. It runs on the child; when it throws, the spawn fails.</summary>
    /// <value>Null: none.</value>
    public string? StartAction { get; init; }

    /// <summary>Gets a text for the start action, at most 65,536 characters.</summary>
    /// <value>Null.</value>
    public string? StartArgument { get; init; }

    /// <summary>Gets the random seed of the child's choices; see <see cref="NodeOptions.RandomSeed"/>.</summary>
    /// <value>Null: drawn at random.</value>
    public ulong? RandomSeed { get; init; }

    /// <summary>Gets how long the child may take from its start until everybody sees it; then the spawn fails and the
    /// process is ended.</summary>
    /// <value>30 seconds; above zero and at most one day.</value>
    /// <remarks>Each child of a spawn in bulk has it from its own turn; the members of a group have the largest of them
    /// once more, from when the last child is up.</remarks>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how long the child may take to stop before it is ended by force.</summary>
    /// <value>5 seconds; from zero to one day.</value>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets a value indicating whether any member of the cluster may stop the child; its parent always
    /// may.</summary>
    /// <value>False.</value>
    public bool AllowRemoteStop { get; init; }

    /// <summary>Gets what receives each line that the child prints. It must be quick and thread-safe: while it runs,
    /// the child's output is not read.</summary>
    /// <value>Null: lines are logged (events 1510 and 1511), each after the child's name.</value>
    public Action<NodeOutputLine>? Output { get; init; }

    /// <summary>Gets what starts the child.</summary>
    /// <value>Null: the node's, see <see cref="ProcessSettings.Launcher"/>.</value>
    public INodeLauncher? Launcher { get; init; }

    internal void ThrowIfInvalid()
    {
        Check(Name is null || Protocol.NameRules.IsValid(Name), nameof(Name), "is not a name");
        Check(Listen is not { IsNone: true }, nameof(Listen), "must name a place or be null");
        Check(FileName is not "", nameof(FileName), "must not be empty");
        Check(Arguments is not null && !Arguments.Contains(null!), nameof(Arguments), "must not be null or hold null");
        Check(Environment is not null, nameof(Environment), "must not be null");
        Check(StartAction is not "", nameof(StartAction), "must not be empty");
        Check(StartArgument is not { Length: > 65_536 }, nameof(StartArgument), "has more than 65,536 characters");
        TimeSpan day = TimeSpan.FromDays(1);
        bool inTime = StartTimeout > TimeSpan.Zero && StartTimeout <= day;
        Check(inTime, nameof(StartTimeout), "must be above 0 and at most one day");
        Check(StopGrace >= TimeSpan.Zero && StopGrace <= day, nameof(StopGrace), "must be from 0 to one day");
    }

    private static void Check(bool valid, string property, string problem)
    {
        if (!valid)
        {
            throw new ArgumentException($"{nameof(NodeProcessOptions)}.{property} {problem}.", property);
        }
    }
}
