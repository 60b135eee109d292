using System.Globalization;

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

    /// <summary>Reads what <see cref="ToString"/> wrote: for JSON each child would have code to compile.</summary>
    public static NodeConfig Parse(string text)
    {
        string[] parts = text.Split(' ', 4);
        return new NodeConfig(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            parts[2],
            parts.Length == 4 ? parts[3] : null);
    }

    public override string ToString() =>
        Fanout is null ? $"{Index} {Coordinators} {Strategy}" : $"{Index} {Coordinators} {Strategy} {Fanout}";
}
