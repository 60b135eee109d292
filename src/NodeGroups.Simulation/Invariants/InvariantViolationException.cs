namespace NodeGroups.Simulation;

/// <summary>Thrown out of a run when an invariant does not hold; the simulation must not be used further.</summary>
public sealed class InvariantViolationException : Exception
{
    internal InvariantViolationException(string invariant, string message)
        : base(message) => Invariant = invariant;

    /// <summary>Gets the name of the invariant.</summary>
    public string Invariant { get; }
}
