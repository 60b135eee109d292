using System.Diagnostics;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>The experiment <c>spread</c>.</summary>
internal static class SpreadCommand
{
    public static void Run(Arguments arguments, TextWriter output, TextWriter error)
    {
        bool json = arguments.TakeFlag("--json");
        string? plot = arguments.Take("--plot");
        int threads = arguments.Take("--threads", 1, 1, 1024);
        SpreadRun run = SpreadArguments.Read(arguments);
        arguments.End();
        if (plot is not null)
        {
            LinePlot.Check(plot);
        }

        Stopwatch watch = Stopwatch.StartNew();
        SpreadResult result = SpreadModel.Run(run.Options, threads, new ProgressLine(run.Options.Trials, error));
        TimeSpan elapsed = watch.Elapsed;
        SpreadResult? eager = run.Eager is not { } phase ? null
            : SpreadModel.Run(phase.Options, threads, new ProgressLine(phase.Options.Trials, error));
        output.WriteLine(json
            ? SpreadReport.Json(run, result, elapsed, eager)
            : SpreadReport.Table(run, result, elapsed, eager));
        if (plot is not null)
        {
            CoveragePlot.Write(plot, run);
            error.WriteLine($"wrote {plot}");
        }
    }
}
