using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>A run that is held against an aim.</summary>
/// <param name="Result">What it came to.</param>
/// <param name="Processor">The processor time it took, which other work on the machine changes less than the time
/// elapsed; one thread runs it.</param>
internal readonly record struct AimRun(SpreadResult Result, TimeSpan Processor)
{
    /// <summary>Gets whether every trial informed everybody.</summary>
    public bool ReachedAll => Result.AllReachedShare >= 1;

    /// <summary>Gets how many were reached, in words.</summary>
    public string Reach => ReachedAll ? "everybody in all trials"
        : FormattableString.Invariant($"everybody in {Result.AllReachedShare:P1} of the trials");

    /// <summary>Gets the seconds of processor time that one trial took.</summary>
    public double SecondsEach => Processor.TotalSeconds / Result.Trials.Count;

    /// <summary>Gets the messages sent in a second of processor time, in millions.</summary>
    public double MillionsEachSecond =>
        Result.Trials.Sum(trial => (double)(trial.PayloadSends + trial.ControlSends)) / Processor.TotalSeconds / 1e6;
}
