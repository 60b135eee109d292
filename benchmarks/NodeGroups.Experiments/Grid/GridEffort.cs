namespace NodeGroups.Experiments;

/// <summary>How much is run in each cell of a grid.</summary>
/// <param name="Repaired">What multiplies the trials with repair; 0 for none.</param>
/// <param name="Eager">What multiplies the most trials of the eager phase alone.</param>
/// <param name="Threads">How many trials run at a time.</param>
internal readonly record struct GridEffort(double Repaired, double Eager, int Threads)
{
    private const double EagerNodes = 100_000_000;

    /// <summary>Gets the most trials of the eager phase in groups of one size.</summary>
    public int EagerTrials(int nodes) => (int)Math.Clamp(Eager * EagerNodes / nodes, 20, 20_000);
}
