namespace Cluster.Nodes;

/// <summary>What one node of the cluster is started with; a child process gets it as the text of its start
/// action.</summary>
/// <param name="Index">0 for the first node.</param>
/// <param name="Coordinators">Nodes in <c>all</c> that are not of the run: the parent of child processes.</param>
/// <param name="Strategy">The strategy of the gossip group, by name.</param>
/// <param name="Fanout">The fan-out of the gossip group as text; null for the library's default.</param>
internal sealed record NodeConfig(int Index, int Coordinators, string Strategy, string? Fanout)
{
    public string Name => $"n{Index}";
}
