using System.Globalization;

namespace NodeGroups.Experiments;

/// <summary>The aims that <c>grid</c> shows.</summary>
internal static class AimsOfAuto
{
    public static IEnumerable<AimOutcome> Run(int largest, double effort, TextWriter error)
    {
        string command = string.Create(CultureInfo.InvariantCulture, $"grid --largest {largest} --effort {effort}");
        List<GridCell> cells = [];
        foreach (GridCell cell in GridCommand.Cells(largest, effort))
        {
            cells.Add(cell);
            error.WriteLine($"{command}: {cells.Count} cells");
        }

        int trials = cells.Sum(cell => cell.Repaired!.Trials.Count);
        int missed = cells.Count(cell => !cell.ReachedAll);
        yield return new AimOutcome(
            "auto, 10 to 100,000 nodes, loss to 25 %, crash to 30 %: everybody in every trial, repair included",
            command,
            string.Create(CultureInfo.InvariantCulture, $"{cells.Count} cells to {largest:N0} nodes, ")
                + string.Create(CultureInfo.InvariantCulture, $"{trials:N0} trials: ")
                + (missed == 0 ? "everybody, every time" : $"a trial missed somebody in {missed} cells"),
            missed == 0,
            IsOfSpeed: false);
        int off = cells.Count(cell => !cell.IsAsPredicted);
        yield return new AimOutcome(
            "auto: the eager phase reaches everybody as often as predicted, within 0.02",
            command,
            string.Create(
                CultureInfo.InvariantCulture,
                $"farthest off {cells.Max(cell => cell.Eager.Off):0.000}, sampling error included; too few trials "
                + $"to be sure in {cells.Count(cell => !cell.Eager.IsCertain)} of {cells.Count} cells"),
            off == 0,
            IsOfSpeed: false);
    }
}
