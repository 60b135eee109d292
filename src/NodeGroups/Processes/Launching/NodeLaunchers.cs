using NodeGroups.Processes;

namespace NodeGroups;

/// <summary>The launchers that come with the library.</summary>
public static class NodeLaunchers
{
    /// <summary>Gets the launcher that starts each child as a process of its own.</summary>
    public static INodeLauncher Process { get; } = new ProcessLauncher();

    /// <summary>Makes a launcher that starts children inside this process, with the same contract: for hundreds of
    /// nodes, and for tests without processes.</summary>
    /// <param name="host">What the children's program would be; null for a host without start actions.</param>
    /// <returns>The launcher.</returns>
    /// <remarks>
    /// Children share the parent's transport factory, clock and log. Ending one by force aborts its node.
    /// <see cref="NodeProcessOptions.FileName"/>, arguments, environment and working directory are not used.
    /// </remarks>
    public static INodeLauncher InProcess(NodeHostOptions? host = null) =>
        new InProcessLauncher(host ?? new NodeHostOptions());
}
