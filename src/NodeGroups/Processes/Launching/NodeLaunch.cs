namespace NodeGroups;

/// <summary>What a launcher is to start. Immutable.</summary>
public sealed class NodeLaunch
{
    internal NodeLaunch(string name, NodeProcessOptions options, NodeOptions parent)
    {
        Name = name;
        Options = options;
        Parent = parent;
    }

    /// <summary>Gets the child's name.</summary>
    public string Name { get; }

    /// <summary>Gets the options of the spawn.</summary>
    public NodeProcessOptions Options { get; }

    /// <summary>The options of the node that spawns, whose transport, clock and log a child in this process
    /// shares.</summary>
    internal NodeOptions Parent { get; }
}
