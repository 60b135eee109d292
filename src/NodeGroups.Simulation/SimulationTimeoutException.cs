namespace NodeGroups.Simulation;

/// <summary>Thrown by <see cref="Simulation.RunUntil"/> when the condition has not come true within the limit of
/// virtual time.</summary>
public sealed class SimulationTimeoutException : TimeoutException
{
    internal SimulationTimeoutException(string message)
        : base(message)
    {
    }
}
