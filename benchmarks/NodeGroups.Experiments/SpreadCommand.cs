using System.Diagnostics;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>The experiment <c>spread</c>.</summary>
internal static class SpreadCommand
{
    public static void Run(Arguments arguments, TextWriter output, TextWriter error)
    {
        bool json = arguments.TakeFlag("--json");
        int threads = arguments.Take("--threads", 1);
        if (threads is < 1 or > 1024)
        {
            throw new UsageException("--threads must be 1 to 1024.");
        }

        SpreadOptions options = Read(arguments);
        arguments.End();
        Stopwatch watch = Stopwatch.StartNew();
        SpreadResult result = SpreadModel.Run(options, threads, new ProgressLine(options.Trials, error));
        TimeSpan elapsed = watch.Elapsed;
        if (json)
        {
            output.WriteLine(SpreadReport.Json(result, elapsed));
        }
        else
        {
            output.WriteLine(SpreadReport.Table(result, elapsed));
        }
    }

    private static SpreadOptions Read(Arguments arguments)
    {
        RefuseWhatIsNotBuilt(arguments);
        string? fanoutText = arguments.Take("--fanout");
        Fanout? fanout = null;
        if (fanoutText is not null && !Fanout.TryParse(fanoutText, out fanout))
        {
            throw new UsageException($"--fanout '{fanoutText}' is not a count, log, log+2 or a share such as 0.999.");
        }

        SpreadOptions options = new()
        {
            Strategy = arguments.TakeName<SpreadStrategy>(
                "--strategy",
                null,
                ("push", SpreadStrategy.Push),
                ("ring", SpreadStrategy.Ring),
                ("pushpull", SpreadStrategy.PushPull),
                ("pull", SpreadStrategy.Pull),
                ("rumor", SpreadStrategy.Rumor),
                ("broadcast", SpreadStrategy.Broadcast)),
            Fanout = fanout,
            Nodes = arguments.Take("--nodes", 1_000),
            Trials = arguments.Take("--trials", 100),
            Loss = arguments.Take("--loss", 0.0),
            Crash = arguments.Take("--crash", 0.0),
            Seed = arguments.Take("--seed", 1UL),
        };
        options = ReadOwn(options, arguments, fanoutText);
        try
        {
            options.Validate();
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(problem.Message);
        }

        return options;
    }

    /// <summary>Reads what belongs to one strategy; with another it stays behind and is refused.</summary>
    private static SpreadOptions ReadOwn(SpreadOptions options, Arguments arguments, string? fanoutText) =>
        options.Strategy switch
        {
            SpreadStrategy.Push => options with
            {
                Mode = arguments.TakeName<PushMode>(
                    "--mode", PushMode.Die, ("die", PushMode.Die), ("forever", PushMode.Forever)),
            },
            SpreadStrategy.Rumor => options with
            {
                Kind = arguments.TakeName<MongeringKind>(
                    "--kind",
                    MongeringKind.Feedback,
                    ("feedback", MongeringKind.Feedback),
                    ("blind", MongeringKind.Blind)),
                Stop = arguments.TakeName<MongeringStop>(
                    "--stop", MongeringStop.Counter, ("counter", MongeringStop.Counter), ("coin", MongeringStop.Coin)),
                StopCount = arguments.Take("--k", 2),
            },
            SpreadStrategy.Broadcast when fanoutText is not null =>
                throw new UsageException("--fanout is not an option of broadcast: it sends to all."),
            _ => options,
        };

    private static void RefuseWhatIsNotBuilt(Arguments arguments)
    {
        string latency = arguments.Take("--latency") ?? "none";
        if (latency != "none")
        {
            throw new UsageException("--latency: this experiment runs in rounds and has no latencies; only 'none' is.");
        }

        if (arguments.Has("--payload"))
        {
            throw new UsageException("--payload: this experiment counts copies, not bytes.");
        }
    }
}
