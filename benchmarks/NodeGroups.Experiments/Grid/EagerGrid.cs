using System.Diagnostics;
using System.Globalization;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>The experiment <c>grid --eager</c>: the eager phase of <c>auto</c> alone, which is cheap, with as many
/// trials as its prediction needs to be judged.</summary>
internal static class EagerGrid
{
    /// <returns>1 when a prediction is off.</returns>
    public static int Run(
        IEnumerable<SpreadOptions> grid, double wanted, int threads, bool json, TextWriter output, TextWriter error)
    {
        Stopwatch watch = Stopwatch.StartNew();
        List<EagerCell> cells = [];
        foreach (SpreadOptions options in grid)
        {
            EagerCell cell = EagerCell.Of(options, wanted, threads);
            cells.Add(cell);
            output.WriteLine(json ? cell.ToJson() : cells.Count == 1 ? $"{EagerCell.Head}\n{cell}" : $"{cell}");
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{watch.Elapsed.TotalSeconds,7:0} s  {options.Nodes:N0} nodes, loss {options.Loss}, "
                + $"crash {options.Crash}"));
        }

        int off = cells.Count(cell => !cell.IsAsPredicted);
        error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cells.Count} cells, {cells.Sum(cell => cell.Result.Trials.Count):N0} trials: {off} in which the "
            + $"prediction is off by more than {GridCell.Tolerance} and two standard errors; farthest off "
            + $"{cells.Max(cell => cell.Off):0.0000}."));
        return off == 0 ? 0 : 1;
    }
}
