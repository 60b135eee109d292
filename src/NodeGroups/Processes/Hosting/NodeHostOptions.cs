namespace NodeGroups;

/// <summary>What a host program offers: actions by name, since code never travels.</summary>
public sealed class NodeHostOptions
{
    /// <summary>Gets or sets what every node of this program does when it has started.</summary>
    /// <value>Null: nothing.</value>
    public Func<INode, CancellationToken, ValueTask>? OnStart { get; set; }

    /// <summary>Gets the actions that a parent (<see cref="NodeProcessOptions.StartAction"/>) or the command line
    /// (<c>--start</c>) may choose by name; run after <see cref="OnStart"/>.</summary>
    /// <value>None.</value>
    public IDictionary<string, NodeStartAction> StartActions { get; init; } =
        new Dictionary<string, NodeStartAction>(StringComparer.Ordinal);

    /// <summary>Gets or sets what changes the node's options before it starts, after arguments and configuration: a
    /// logger, own gossip strategies, services for the catalogue.</summary>
    /// <value>Null: nothing.</value>
    public Action<NodeOptions>? Configure { get; set; }

    /// <summary>Gets or sets where the readiness line and the usage go.</summary>
    /// <value>Null: standard output.</value>
    public TextWriter? Output { get; set; }

    /// <summary>Gets or sets where problems go.</summary>
    /// <value>Null: standard error.</value>
    public TextWriter? Error { get; set; }
}
