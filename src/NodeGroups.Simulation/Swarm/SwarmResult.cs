using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>What a swarm run that passed shows.</summary>
/// <param name="Seed">The random seed.</param>
/// <param name="Plan">What was drawn.</param>
/// <param name="TranscriptHash">The hash over every event.</param>
/// <param name="Coverage">The counts of what happened.</param>
/// <param name="EventCount">How many events there were.</param>
/// <param name="Convergence">How much virtual time passed from the end of the faults until everything was well.</param>
public sealed record SwarmResult(
    ulong Seed, SwarmPlan Plan, ulong TranscriptHash, Coverage Coverage, long EventCount, TimeSpan Convergence);
