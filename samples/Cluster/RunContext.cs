using Cluster.Nodes;
using Cluster.Reports;
using NodeGroups;
using NodeGroups.Protocol;

namespace Cluster;

/// <summary>What the phases of a run share.</summary>
internal sealed class RunContext(ClusterArguments arguments, IRunLog log)
{
    public ClusterArguments Arguments { get; } = arguments;

    public IRunLog Log { get; } = log;

    /// <summary>Gets the choices of the run, all from its seed.</summary>
    public DeterministicRandom Random { get; } = new DeterministicRandom(arguments.Seed).Split("run");

    /// <summary>Gets or sets the parent of the child processes; null in one process.</summary>
    public Node? Coordinator { get; set; }

    /// <summary>Gets what starts the child processes and counts them.</summary>
    public ChildCensus Children { get; } = new();

    /// <summary>Gets the nodes that run, in the order of their index.</summary>
    public List<NodeHandle> Nodes { get; } = [];

    /// <summary>Gets the watch that ends the run when a child is lost.</summary>
    public LossWatch Losses { get; } = new();

    /// <summary>Gets what went wrong; empty after a good run.</summary>
    public List<string> Problems { get; } = [];
}
