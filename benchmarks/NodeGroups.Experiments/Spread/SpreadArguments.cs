using System.Globalization;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>Reads what the experiment <c>spread</c> is to run.</summary>
internal static class SpreadArguments
{
    private static readonly string[] Names =
    [
        "push", "ring", "pushpull", "pull", "rumor", "broadcast", "plumtree", "tree", "antientropy", "auto",
    ];

    private static readonly string[] EngineNames =
        ["--unit", "--upload", "--noticed", "--rumors", "--warmup", "--senders", "--interval"];

    public static SpreadRun Read(Arguments arguments)
    {
        string name = arguments.TakeName<int>("--strategy", null, [.. Names.Select((known, i) => (known, i))]) is int i
            ? Names[i] : "";
        SpreadOptions options = new()
        {
            Fanout = ReadFanout(name, arguments),
            Nodes = arguments.Take("--nodes", 1_000),
            Trials = arguments.Take("--trials", 100),
            Loss = arguments.Take("--loss", 0.0),
            Crash = arguments.Take("--crash", 0.0),
            Seed = arguments.Take("--seed", 1UL),
            PayloadBytes = arguments.Take("--payload", 1_024),
            Latency = ReadLatency(arguments),
        };
        RefuseForeign(name, arguments);
        options = ReadOwn(name, options, arguments);
        SpreadRun run = SpreadRuns.Create(name, options, ReadRepair(arguments));
        if (run.Options.Code is not null)
        {
            run = run with { Options = run.Options with { Engine = ReadEngine(run.Options.Engine, arguments) } };
        }
        else if (EngineNames.FirstOrDefault(arguments.Has) is { } engine)
        {
            throw new UsageException(
                $"{engine} belongs to the shipped code, and this run is a model: add --repair yes, or choose plumtree, "
                + "tree, antientropy or auto.");
        }

        try
        {
            run.Options.Validate();
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(InOptions(problem.Message));
        }

        return run;
    }

    /// <summary>Says what the model says of its properties by the options that were typed.</summary>
    private static string InOptions(string problem)
    {
        (string Property, string Option)[] names =
        [
            (nameof(SpreadOptions.Nodes), "--nodes"), (nameof(SpreadOptions.Trials), "--trials"),
            (nameof(SpreadOptions.Loss), "--loss"), (nameof(SpreadOptions.Crash), "--crash"),
            (nameof(SpreadOptions.StopCount), "--k"), (nameof(SpreadOptions.PayloadBytes), "--payload"),
            (nameof(SpreadOptions.Fanout), "--fanout"), (nameof(SpreadEngineOptions.NoticedAfter), "--noticed"),
            (nameof(SpreadEngineOptions.Rumors), "--rumors"), (nameof(SpreadEngineOptions.WarmUp), "--warmup"),
            (nameof(SpreadEngineOptions.Senders), "--senders"), (nameof(SpreadEngineOptions.Interval), "--interval"),
        ];
        return names.Aggregate(
            problem,
            static (text, name) => text
                .Replace($"{name.Property} must", $"{name.Option} must", StringComparison.Ordinal)
                .Replace($"{name.Property} ×", $"{name.Option} ×", StringComparison.Ordinal));
    }

    private static Fanout? ReadFanout(string name, Arguments arguments)
    {
        if (name is "broadcast" or "plumtree" && arguments.Has("--fanout"))
        {
            throw new UsageException($"--fanout is not an option of {name}: it has none.");
        }

        string? text = arguments.Take("--fanout");
        return text is null ? null
            : Fanout.TryParse(text, out Fanout? fanout) ? fanout
            : throw new UsageException($"--fanout '{text}' is not a count, log, log+2 or a share such as 0.999.");
    }

    private static SpreadLatency? ReadLatency(Arguments arguments) =>
        !arguments.Has("--latency") ? null : arguments.TakeName<SpreadLatency>(
            "--latency",
            null,
            ("none", SpreadLatency.None),
            ("constant", SpreadLatency.Constant),
            ("uniform", SpreadLatency.Uniform),
            ("exponential", SpreadLatency.Exponential),
            ("lognormal", SpreadLatency.LogNormal));

    private static bool? ReadRepair(Arguments arguments) =>
        !arguments.Has("--repair") ? null
        : arguments.TakeName<bool>("--repair", null, ("yes", true), ("no", false));

    private static void RefuseForeign(string name, Arguments arguments)
    {
        if (name != "push" && arguments.Has("--mode"))
        {
            throw new UsageException(
                $"--mode belongs to push, not to {name}: "
                + (name == "rumor" ? "--kind, --stop and --k say when a node stops." : "it knows one mode only."));
        }

        if (name != "rumor" && Array.Find(["--kind", "--stop", "--k"], arguments.Has) is { } option)
        {
            throw new UsageException($"{option} belongs to rumor, not to {name}: it says when a node loses interest.");
        }
    }

    /// <summary>Reads what belongs to one strategy.</summary>
    private static SpreadOptions ReadOwn(string name, SpreadOptions options, Arguments arguments) => name switch
    {
        "push" => options with
        {
            Mode = arguments.TakeName<PushMode>(
                "--mode", PushMode.Die, ("die", PushMode.Die), ("forever", PushMode.Forever)),
        },
        "rumor" => options with
        {
            Kind = arguments.TakeName<MongeringKind>(
                "--kind",
                MongeringKind.Feedback,
                ("feedback", MongeringKind.Feedback),
                ("blind", MongeringKind.Blind)),
            Stop = arguments.TakeName<MongeringStop>(
                "--stop", MongeringStop.Counter, ("counter", MongeringStop.Counter), ("coin", MongeringStop.Coin)),
            StopCount = arguments.Take("--k", options.StopCount),
        },
        _ => options,
    };

    private static SpreadEngineOptions ReadEngine(SpreadEngineOptions engine, Arguments arguments)
    {
        double unit = arguments.Take("--unit", engine.MeanLatency.TotalMilliseconds);
        double upload = arguments.Take("--upload", 0.0);
        string? noticed = arguments.Take("--noticed");
        if (!(unit is >= 0.001 and <= 3_600_000) || !(upload is >= 0 and <= 1e9))
        {
            throw new UsageException("--unit must be 0.001 to 3600000 milliseconds, --upload 0 to 1000000000 Mb/s.");
        }

        double at = 0;
        if (noticed is not null && !double.TryParse(noticed, CultureInfo.InvariantCulture, out at))
        {
            throw new UsageException($"--noticed '{noticed}' is not a number that can be used.");
        }

        return engine with
        {
            MeanLatency = TimeSpan.FromMilliseconds(unit),
            UploadBytesPerSecond = upload > 0 ? upload * 1e6 / 8 : null,
            NoticedAfter = noticed is null ? null : at,
            Rumors = arguments.Take("--rumors", 1),
            WarmUp = arguments.Take("--warmup", 0),
            Senders = arguments.Take("--senders", 1),
            Interval = arguments.Take("--interval", 1.0),
        };
    }
}
