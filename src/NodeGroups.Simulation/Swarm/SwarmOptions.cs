namespace NodeGroups.Simulation;

/// <summary>The bounds of a swarm run; what is inside them is drawn from the seed.</summary>
public sealed record SwarmOptions
{
    /// <summary>Gets the least number of nodes.</summary>
    /// <value>8.</value>
    public int MinimumNodes { get; init; } = 8;

    /// <summary>Gets the greatest number of nodes.</summary>
    /// <value>12.</value>
    public int MaximumNodes { get; init; } = 12;

    /// <summary>Gets how much virtual time passes under faults.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan SafetyPhase { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how much virtual time the world may take, after all faults have ended, until everything is
    /// well.</summary>
    /// <value>3 minutes.</value>
    public TimeSpan LivenessLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Gets the mean time between two steps of the scenario.</summary>
    /// <value>400 milliseconds.</value>
    public TimeSpan StepInterval { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Gets the simulation's options; null for the defaults with rumors retained for 10 minutes.</summary>
    public SimulationOptions? Simulation { get; init; }
}
