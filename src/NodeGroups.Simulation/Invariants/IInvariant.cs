using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>A property that must hold after every step of a simulation. Stateful: one instance belongs to one
/// simulation.</summary>
public interface IInvariant
{
    /// <summary>Gets the name that a violation is reported under.</summary>
    string Name { get; }

    /// <summary>Takes in what happened.</summary>
    /// <param name="observation">What happened.</param>
    /// <returns>How the property is violated, or null when it holds.</returns>
    string? Observe(Observation observation);

    /// <summary>Checks what is too expensive, or shows only with time; called once a simulated second.</summary>
    /// <param name="now">The present time.</param>
    /// <returns>How the property is violated, or null when it holds.</returns>
    string? Check(MonotonicTime now);
}
