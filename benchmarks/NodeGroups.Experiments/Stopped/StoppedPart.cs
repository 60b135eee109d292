namespace NodeGroups.Experiments;

/// <summary>One part of the experiment <c>stopped</c>.</summary>
/// <param name="Milliseconds">For each rumor that reached all who run, when the last of them had it; in order of
/// size.</param>
/// <param name="NoticedAfter">With how many rumors published the victim was seen to have left the view.</param>
internal sealed record StoppedPart(IReadOnlyList<double> Milliseconds, int? NoticedAfter)
{
    /// <summary>Puts parts together.</summary>
    public static StoppedPart Of(IReadOnlyList<StoppedPart> parts) => new(
        [.. parts.SelectMany(part => part.Milliseconds).Order()], parts.Min(part => part.NoticedAfter));

    /// <summary>Gets a quantile by nearest rank; 0 when nothing arrived.</summary>
    public double Quantile(double share) => Milliseconds.Count == 0 ? 0
        : Milliseconds[Math.Max(0, (int)Math.Ceiling(share * Milliseconds.Count) - 1)];
}
