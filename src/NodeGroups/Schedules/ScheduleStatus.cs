namespace NodeGroups;

/// <summary>How a schedule fares on one node. Immutable.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Runs">The runs here that have ended, failed ones included.</param>
/// <param name="Failures">The runs here that threw, timed out, or found no handler.</param>
/// <param name="Skipped">The runs left out here because the one before had not ended.</param>
/// <param name="IsRunning">True when one runs at this moment.</param>
/// <param name="LastError">Why the last run failed; null when it did not.</param>
public sealed record ScheduleStatus(
    Schedule Schedule, long Runs, long Failures, long Skipped, bool IsRunning, string? LastError);
