namespace NodeGroups.Experiments;

/// <summary>What a run of the full simulator came to, as it is written as JSON.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Loss">The probability that a frame is lost.</param>
/// <param name="Seed">The random seed.</param>
/// <param name="JoinedSeconds">Simulated time until every node saw all.</param>
/// <param name="Rumors">How many rumors were published.</param>
/// <param name="AllReached">How many of them reached every node.</param>
/// <param name="Coverage">The mean share of nodes reached.</param>
/// <param name="TimeToAllMs">Simulated milliseconds to the last delivery, over those that reached all.</param>
/// <param name="LongestMs">The longest of these.</param>
/// <param name="PayloadSendsPerNode">Copies sent for each node and rumor.</param>
/// <param name="ControlSendsPerNode">Gossip messages without payload for each node and rumor.</param>
/// <param name="Events">Simulated events, membership included.</param>
/// <param name="MemoryMegabytes">Memory of the process at the end.</param>
/// <param name="ElapsedMs">Real time.</param>
internal sealed record ClusterFigures(
    string Strategy,
    int Nodes,
    double Loss,
    ulong Seed,
    double JoinedSeconds,
    int Rumors,
    int AllReached,
    double Coverage,
    double? TimeToAllMs,
    double? LongestMs,
    double PayloadSendsPerNode,
    double ControlSendsPerNode,
    long Events,
    double MemoryMegabytes,
    double ElapsedMs);
