using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

/// <summary>What happened in a contract run.</summary>
/// <param name="Coverage">The simulator's counts.</param>
/// <param name="Repaired">The rumors that came by repair, at all nodes.</param>
/// <param name="RepairTime">How long after the views agreed again everything was everywhere.</param>
internal sealed record ContractResult(Coverage Coverage, long Repaired, TimeSpan RepairTime);
