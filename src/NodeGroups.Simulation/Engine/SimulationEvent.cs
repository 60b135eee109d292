using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>One entry of the event queue.</summary>
/// <param name="Ticks">When, in 100-nanosecond ticks of virtual time.</param>
/// <param name="Sequence">The order in which events were queued; decides between events of one time.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Life">To whom, for a wake or a signal; null otherwise.</param>
/// <param name="Data">A <see cref="Flight"/>, a <see cref="ReportPeerSignal"/> or an <see cref="Action"/>.</param>
internal readonly record struct SimulationEvent(
    long Ticks, long Sequence, EventKind Kind, NodeLife? Life, object? Data);
