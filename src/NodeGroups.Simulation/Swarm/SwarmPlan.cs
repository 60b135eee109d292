using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>Which faults a swarm run has, and how strong: drawn from its seed, because a mix that is always on hides
/// errors.</summary>
/// <param name="Nodes">How many nodes.</param>
/// <param name="Loss">The share of frames lost.</param>
/// <param name="Duplication">The share of frames that arrive twice.</param>
/// <param name="Reordering">The share of frames overtaken.</param>
/// <param name="Evidence">Whether transports tell what they notice.</param>
/// <param name="Wide">Whether latencies are those of a wide area.</param>
/// <param name="Crashes">Whether nodes crash and restart.</param>
/// <param name="Pauses">Whether nodes are paused.</param>
/// <param name="Partitions">Whether links are cut.</param>
/// <param name="Holds">Whether links are held.</param>
/// <param name="Departures">Whether nodes leave the cluster.</param>
public sealed record SwarmPlan(
    int Nodes,
    double Loss,
    double Duplication,
    double Reordering,
    bool Evidence,
    bool Wide,
    bool Crashes,
    bool Pauses,
    bool Partitions,
    bool Holds,
    bool Departures)
{
    /// <summary>Draws a plan.</summary>
    /// <param name="seed">The random seed.</param>
    /// <param name="options">The bounds.</param>
    /// <returns>The plan.</returns>
    public static SwarmPlan Draw(ulong seed, SwarmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        DeterministicRandom random = new DeterministicRandom(seed).Split("swarm plan");
        int nodes = options.MinimumNodes + random.NextInt32(options.MaximumNodes - options.MinimumNodes + 1);
        return new SwarmPlan(
            nodes, Share(0.2), Share(0.3), Share(0.3),
            OneIn(2), OneIn(3), OneIn(2), OneIn(3), OneIn(2), OneIn(3), OneIn(3));

        bool OneIn(int count) => random.NextInt32(count) == 0;

        double Share(double maximum)
        {
            bool on = OneIn(2);
            double share = random.NextDouble() * maximum;
            return on ? share : 0;
        }
    }
}
