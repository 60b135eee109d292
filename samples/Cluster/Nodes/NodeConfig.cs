namespace Cluster.Nodes;

/// <summary>What one node of the cluster is started with; a child process gets it as its first line.</summary>
/// <param name="Index">0 for the first node, which is the seed node of the others.</param>
/// <param name="ClusterId">Keeps this run apart from others on the machine.</param>
/// <param name="SeedAddress">Where the first node listens; null for itself.</param>
/// <param name="RandomSeed">The node's own random seed.</param>
/// <param name="Strategy">The strategy of the gossip group, by name.</param>
/// <param name="Fanout">The fan-out of the gossip group as text; null for the library's default.</param>
internal sealed record NodeConfig(
    int Index, string ClusterId, string? SeedAddress, ulong RandomSeed, string Strategy, string? Fanout)
{
    public string Name => $"n{Index}";
}
