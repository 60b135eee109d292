namespace NodeGroups;

/// <summary>How the runs of one schedule went.</summary>
internal readonly record struct RunCounts(long Runs, long Failures, long Skipped, bool IsRunning, string? LastError)
{
    public RunCounts After(RunOutcome outcome) => outcome.HasRun
        ? new RunCounts(Runs + 1, Failures + (outcome.Error is null ? 0 : 1), Skipped, false, outcome.Error)
        : this with { IsRunning = false };
}
