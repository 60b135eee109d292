namespace NodeGroups.Experiments;

/// <summary>A row of the table of aims.</summary>
/// <param name="Aim">What is aimed at.</param>
/// <param name="Command">The experiment that shows it.</param>
/// <param name="Figure">What it came to.</param>
/// <param name="IsMet">Whether that is what was aimed at.</param>
/// <param name="IsOfSpeed">Whether it depends on the machine.</param>
internal sealed record AimOutcome(string Aim, string Command, string Figure, bool IsMet, bool IsOfSpeed)
{
    /// <summary>Gets the verdict.</summary>
    public string Verdict => (IsMet ? "met" : "missed") + (IsOfSpeed ? " on this machine" : "");
}
