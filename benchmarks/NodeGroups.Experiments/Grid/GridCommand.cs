using System.Diagnostics;
using System.Globalization;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>The experiment <c>grid</c>: <c>auto</c> over sizes, losses and crashes, against what is demanded of
/// it.</summary>
internal static class GridCommand
{
    private static readonly int[] Sizes = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];
    private static readonly double[] Losses = [0, 0.05, 0.1, 0.25];
    private static readonly double[] Crashes = [0, 0.1, 0.3];

    /// <returns>1 when a trial missed somebody, or a prediction is off: of the eager phase, or of the bytes.</returns>
    public static int Run(Arguments arguments, TextWriter output, TextWriter error)
    {
        bool json = arguments.TakeFlag("--json");
        int payload = arguments.Take("--payload", 1_024, 0, 65_536);
        bool isEager = arguments.TakeFlag("--eager");
        int smallest = arguments.Take("--smallest", Sizes[0], Sizes[0], Sizes[^1]);
        int largest = arguments.Take("--largest", Sizes[^1], smallest, int.MaxValue);
        int threads = arguments.Take("--threads", 1, 1, 1_024);
        double effort = arguments.Take("--effort", 1.0);
        ulong seed = arguments.Take("--seed", 1UL);
        arguments.End();
        if (!(effort is >= 0.001 and <= 1_000))
        {
            throw new UsageException($"--effort must be 0.001 to 1000, not {effort}.");
        }

        Stopwatch watch = Stopwatch.StartNew();
        List<GridCell> cells = [];
        IEnumerable<SpreadOptions> grid = Grid(largest, payload, seed).Where(options => options.Nodes >= smallest);
        foreach (GridCell cell in Cells(grid, new GridEffort(isEager ? 0 : effort, effort, threads)))
        {
            cells.Add(cell);
            SpreadOptions options = cell.Run.Options;
            output.WriteLine(json ? cell.ToJson() : cells.Count == 1 ? $"{GridCell.Head}\n{cell}" : $"{cell}");
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{watch.Elapsed.TotalSeconds,7:0} s  {options.Nodes:N0} nodes, loss {options.Loss}, "
                + $"crash {options.Crash}"));
        }

        int missed = cells.Count(cell => !cell.ReachedAll);
        int off = cells.Count(cell => !cell.IsAsPredicted);
        int dear = cells.Count(cell => cell.BytesOff > GridCell.BytesTolerance);
        error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cells.Count} cells: {missed} in which a trial missed somebody; {off} in which the prediction is off by "
            + $"more than {EagerShare.Tolerance}, farthest {cells.Max(cell => cell.Eager.Off):0.0000}, "
            + $"{cells.Count(cell => !cell.Eager.IsCertain)} with too few trials to be sure; {dear} in which the bytes "
            + $"of a node are off by more than {GridCell.BytesTolerance:P0}, farthest "
            + $"{cells.Max(cell => cell.BytesOff):P0}."));
        return missed + off + dear == 0 ? 0 : 1;
    }

    /// <summary>Runs the whole grid, the smallest groups first.</summary>
    public static IEnumerable<GridCell> Cells(int largest, double effort) =>
        Cells(Grid(largest, payload: 1_024, seed: 1), new GridEffort(effort, effort, Threads: 1));

    private static IEnumerable<GridCell> Cells(IEnumerable<SpreadOptions> grid, GridEffort effort) =>
        grid.Select(options => GridCell.Of(options, effort));

    private static IEnumerable<SpreadOptions> Grid(int largest, int payload, ulong seed) =>
        from nodes in Sizes
        where nodes <= largest
        from loss in Losses
        from crash in Crashes
        select new SpreadOptions
        {
            Nodes = nodes,
            Loss = loss,
            Crash = crash,
            PayloadBytes = payload,
            Latency = SpreadLatency.Exponential,
            Seed = seed,
        };
}
