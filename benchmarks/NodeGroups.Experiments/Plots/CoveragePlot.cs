using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>The share of live nodes that is informed, by round or time, as a plot.</summary>
internal static class CoveragePlot
{
    private const int TraceLimit = 20;

    public static void Write(string file, SpreadRun run)
    {
        LinePlot plot = new()
        {
            Title = $"Coverage of {run.Name}, {run.Options.Nodes:N0} nodes",
            X = new PlotAxis(run.IsInRounds ? "rounds" : "time in mean latencies"),
            Y = new PlotAxis("share of live nodes informed") { Minimum = 0, Maximum = 1 },
        };
        plot.Add(run.Name, Curve(run));
        plot.Save(file);
    }

    /// <summary>Gets the mean curve of some trials.</summary>
    public static IReadOnlyList<(double X, double Y)> Curve(SpreadRun run, int trials = TraceLimit)
    {
        trials = Math.Min(trials, run.Options.Trials);
        IReadOnlyList<int>[] traces =
            [.. Enumerable.Range(0, trials).Select(trial => SpreadModel.Trace(run.Options, (ulong)trial))];
        int length = traces.Max(trace => trace.Count);
        double all = (double)run.Options.Live * trials;
        return [.. Enumerable.Range(0, length)
            .Select(i => ((double)i, traces.Sum(trace => trace[Math.Min(i, trace.Count - 1)]) / all))];
    }
}
