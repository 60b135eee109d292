using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodeGroups;

namespace Cluster;

/// <summary>What the command line asks for.</summary>
internal sealed record ClusterArguments
{
    public const string Usage = """
        Starts a cluster of real nodes over TCP on loopback, spreads rumors, calls the group, kills nodes, stops all.

        Usage: Cluster [options]
          --nodes N         how many nodes, 2 to 500                                  (default 20)
          --mode MODE       inprocess, or processes: each node a child process        (default inprocess)
          --strategy NAME   auto, broadcast, push, push-forever, ring, pushpull,
                            rumor, plumtree, tree or antientropy                      (default auto)
          --fanout F        peers per step: 3, log, log+2, or a reliability 0.999999  (default: the library's)
          --rumors N        measured rumors per strategy, 1 to 100000                 (default 50)
          --payload BYTES   bytes of one message, 32 to 262144                        (default 64)
          --kill N          nodes to kill without farewell, 0 to nodes - 1            (default 1)
          --seed N          random seed of all choices                                (default: drawn and shown)
          --host FILE       the program of the child processes: this sample, published natively (default: itself)
          --json            one JSON object on standard output, progress on standard error

        Exit code: 0 when every step succeeded and coverage was complete, 1 when not, 2 for a bad argument,
        130 when interrupted. Three rumors before the measured ones open connections and are not counted; how long the
        first of them took is told apart (firstMs).

        """;

    /// <summary>What a bad argument is answered with, before what is wrong.</summary>
    public const string ShortUsage = """
        Usage: Cluster [--nodes N] [--mode inprocess|processes] [--strategy NAME] [--fanout F] [--rumors N]
                       [--payload BYTES] [--kill N] [--seed N] [--host FILE] [--json]
        Try --help for what they mean.

        """;

    public int Nodes { get; private init; } = 20;

    public ClusterMode Mode { get; private init; }

    public string Strategy { get; private init; } = Strategies.Auto;

    /// <summary>Gets the fan-out as given; null for the library's default.</summary>
    public string? Fanout { get; private init; }

    public int Rumors { get; private init; } = 50;

    public int Payload { get; private init; } = 64;

    public int Kill { get; private init; } = 1;

    public ulong Seed { get; private init; }

    /// <summary>Gets the program of the child processes; null for this one.</summary>
    public string? Host { get; private init; }

    public bool Json { get; private init; }

    /// <summary>Gets what is reported as the fan-out: where none is given, of those that choose it the name.</summary>
    public string FanoutText => Strategy switch
    {
        Strategies.Broadcast => "all",
        Strategies.Auto or "tree" or "plumtree" when Fanout is null => Strategy,
        _ => GroupOptions.Fanout.ToString(),
    };

    public GroupOptions GroupOptions => Strategies.CreateOptions(Strategy, Fanout);

    public static bool TryParse(
        IReadOnlyList<string> args,
        [NotNullWhen(true)] out ClusterArguments? arguments,
        [NotNullWhen(false)] out string? problem)
    {
        ClusterArguments parsed = new() { Seed = (uint)Random.Shared.Next() };
        HashSet<string> given = [];
        arguments = null;
        problem = null;
        for (int i = 0; i < args.Count && problem is null; i++)
        {
            string[] parts = args[i].Split('=', 2);
            string name = parts[0];
            if (!given.Add(name))
            {
                problem = $"{name} is given twice.";
                continue;
            }

            if (name == "--json")
            {
                parsed = parsed with { Json = true };
                problem = parts.Length == 2 ? $"{name} takes no value." : null;
                continue;
            }

            string? value = parts.Length == 2 ? parts[1] : i + 1 < args.Count ? args[++i] : null;
            (parsed, problem) = value is null
                ? (parsed, IsKnown(name) ? $"{name} needs a value." : $"Unknown argument '{name}'.")
                : parsed.With(name, value);
        }

        if (problem is null && parsed is { Host: not null, Mode: ClusterMode.InProcess })
        {
            problem = "--host goes with --mode processes.";
        }

        if (problem is null && parsed.Kill >= parsed.Nodes)
        {
            problem = "--kill has to leave at least one node.";
        }

        if (problem is null && parsed.Fanout is not null && Strategies.HasNoFanout(parsed.Strategy))
        {
            problem = $"--fanout is not for --strategy {parsed.Strategy}: it has none.";
        }

        arguments = problem is null ? parsed : null;
        return problem is null;
    }

    private static bool IsKnown(string name) => name is
        "--nodes" or "--mode" or "--strategy" or "--fanout" or "--rumors" or "--payload" or "--kill" or "--seed"
        or "--host";

    private (ClusterArguments Arguments, string? Problem) With(string name, string value) => name switch
    {
        "--nodes" => Integer(name, value, 2, 500, number => this with { Nodes = number }),
        "--rumors" => Integer(name, value, 1, 100_000, number => this with { Rumors = number }),
        "--payload" => Integer(name, value, 32, 262_144, number => this with { Payload = number }),
        "--kill" => Integer(name, value, 0, 499, number => this with { Kill = number }),
        "--mode" => value switch
        {
            "inprocess" => (this with { Mode = ClusterMode.InProcess }, null),
            "processes" => (this with { Mode = ClusterMode.Processes }, null),
            _ => (this, $"--mode is inprocess or processes, not '{value}'."),
        },
        "--strategy" => Strategies.Names.Contains(value)
            ? (this with { Strategy = value }, null)
            : (this, $"--strategy is one of {string.Join(", ", Strategies.Names)}, not '{value}'."),
        "--fanout" => NodeGroups.Fanout.TryParse(value, out NodeGroups.Fanout? fanout) && fanout.For(1000) > 0
            ? (this with { Fanout = value }, null)
            : (this, $"--fanout is a count such as 3, log, log+2, or a reliability such as 0.999999, not '{value}'."),
        "--seed" => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? (this with { Seed = seed }, null)
            : (this, $"--seed is a whole number from 0 to {ulong.MaxValue}, not '{value}'."),
        "--host" => File.Exists(value)
            ? (this with { Host = value }, null)
            : (this, $"--host is a program, and there is no file '{value}'."),
        _ => (this, $"Unknown argument '{name}'."),
    };

    private (ClusterArguments Arguments, string? Problem) Integer(
        string name, string value, int minimum, int maximum, Func<int, ClusterArguments> apply) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= minimum && number <= maximum
            ? (apply(number), null)
            : (this, $"{name} is a whole number from {minimum} to {maximum}, not '{value}'.");
}
