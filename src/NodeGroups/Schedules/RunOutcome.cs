namespace NodeGroups;

/// <summary>How a run ended.</summary>
/// <param name="HasRun">False when it was another member's turn.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
internal readonly record struct RunOutcome(bool HasRun, string? Error);
