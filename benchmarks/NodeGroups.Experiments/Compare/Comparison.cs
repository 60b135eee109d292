using System.Diagnostics;
using System.Globalization;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>Runs the experiments of <c>compare</c> one after the other, and says how far it is.</summary>
/// <param name="seed">Decides every draw.</param>
/// <param name="largest">The largest group.</param>
/// <param name="directory">Where plots are written; null writes none.</param>
/// <param name="json">Where each run is written as one JSON object; null writes nothing.</param>
/// <param name="error">Is told of progress.</param>
internal sealed class Comparison(ulong seed, int largest, string? directory, TextWriter? json, TextWriter error)
{
    /// <summary>One mean latency of a local network.</summary>
    public const double Milliseconds = 0.5;

    /// <summary>What one node can send in a second: 1 Gb/s.</summary>
    public const double UploadBytesPerSecond = 125e6;

    /// <summary>Push in every round of a time, which <c>spread</c> calls a mode of push.</summary>
    public const string PushForever = "push-forever";

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _runs;

    /// <summary>Gets the sizes of groups up to the largest, each ten times the one before.</summary>
    public IEnumerable<int> Sizes
    {
        get
        {
            for (long size = 10; size <= largest; size *= 10)
            {
                yield return (int)size;
            }
        }
    }

    /// <summary>Makes the options of a strategy on a local network: 0.5 ms and 1 Gb/s.</summary>
    public static SpreadRun Local(
        string name, int nodes, int trials, bool repair, Func<SpreadOptions, SpreadOptions>? change = null)
    {
        SpreadOptions options = new()
        {
            Nodes = nodes,
            Trials = trials,
            Latency = SpreadLatency.LogNormal,
            Mode = name == PushForever ? PushMode.Forever : PushMode.Die,
            Fanout = name switch
            {
                "pushpull" => Fanout.Constant(4),
                PushForever => Fanout.Constant(1),
                _ => null,
            },
            Engine = new SpreadEngineOptions
            {
                MeanLatency = TimeSpan.FromMilliseconds(Milliseconds),
                UploadBytesPerSecond = UploadBytesPerSecond,
            },
        };
        options = change?.Invoke(options) ?? options;
        name = name == PushForever ? "push" : name;
        SpreadRun run = SpreadRuns.Create(name, options, repair);
        if (run.Options.Code is null)
        {
            // The models know no upload: what a strategy does alone is run by its code here too.
            run = SpreadRuns.Create(name, options, repair: true);
            SpreadEngineOptions engine = run.Options.Engine with { Repair = false };
            run = run with
            {
                Mode = run.Mode?.Replace("repair", "alone", StringComparison.Ordinal),
                Options = run.Options with { Engine = engine },
            };
        }

        return name == "plumtree" ? Streaming(run) : run;
    }

    /// <summary>Runs one experiment.</summary>
    public SpreadResult Run(SpreadRun run)
    {
        run = run with { Options = run.Options with { Seed = seed } };
        Stopwatch watch = Stopwatch.StartNew();
        SpreadResult result = SpreadModel.Run(run.Options, threads: 1);
        json?.WriteLine(SpreadReport.Json(run, result, watch.Elapsed));
        error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_watch.Elapsed.TotalSeconds,5:0} s  run {++_runs,3}: {run.Name} {run.Mode}, {run.Options.Nodes:N0} "
            + $"nodes, loss {run.Options.Loss:0.##}, crash {run.Options.Crash:0.##}: "
            + $"{watch.Elapsed.TotalSeconds:0.0} s"));
        return result;
    }

    /// <summary>Gets the mean curve of coverage of one experiment.</summary>
    public IReadOnlyList<(double X, double Y)> Curve(SpreadRun run, int trials) =>
        CoveragePlot.Curve(run with { Options = run.Options with { Seed = seed } }, trials);

    /// <summary>Writes a plot, when plots are wanted.</summary>
    public void Save(LinePlot plot, string name)
    {
        if (directory is null)
        {
            return;
        }

        string file = Path.Combine(directory, name);
        plot.Save(file);
        error.WriteLine($"         wrote {file}");
    }

    /// <summary>Gets the mean time to all in milliseconds.</summary>
    public static double? MillisecondsToAll(SpreadRun run, SpreadResult result) =>
        result.TimeToAllMean * run.Options.Engine.MeanLatency.TotalMilliseconds;

    /// <summary>Writes a number with three digits that count.</summary>
    public static string Number(double? value) => value switch
    {
        null => "-",
        >= 100 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    /// <summary>A tree that grows has to stand before it is measured.</summary>
    private static SpreadRun Streaming(SpreadRun run)
    {
        SpreadEngineOptions engine = run.Options.Engine with { Rumors = 40, WarmUp = 30, Interval = 400 };
        return run with { Options = run.Options with { Engine = engine } };
    }
}
