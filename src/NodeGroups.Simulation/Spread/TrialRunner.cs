namespace NodeGroups.Simulation.Spread;

/// <summary>Runs trials one after the other with the same arrays.</summary>
internal abstract class TrialRunner
{
    /// <summary>Gets or sets where the informed are counted after each round or unit of time; null counts
    /// nowhere.</summary>
    public List<int>? Trace { get; set; }

    /// <summary>Makes the runner that the options ask for.</summary>
    public static TrialRunner Create(SpreadOptions options) =>
        options.Code is not null ? new EngineTrial(options)
        : options.Latency is null ? new RoundTrial(options)
        : new EventTrial(options);

    /// <summary>Runs one trial.</summary>
    /// <param name="trial">Its number.</param>
    /// <param name="results">One place for each rumor that is measured.</param>
    public abstract void Run(ulong trial, Span<SpreadTrial> results);
}
