using System.Globalization;
using System.Text.Json;

namespace NodeGroups.Processes;

/// <summary>Reads the command line of a host. Arguments win over the configuration.</summary>
internal sealed class HostArguments
{
    /// <summary>Says that a node has started this program and talks to it through its standard streams.</summary>
    public const string SpawnedSwitch = "--spawned";

    public const string Usage = """
        Runs a node until SIGTERM, Ctrl-C or an allowed remote stop; it leaves before it ends.

        Options:
          --ip HOST            where to listen                                     (default 127.0.0.1)
          --advertise HOST[:PORT]  the address that others are told; needed with --ip 0.0.0.0
                               (default what is listened at)
          --port N             the port; 0 for any free one                        (default 0)
          --name NAME          the node's name                                     (default node)
          --cluster ID         the cluster's name; others are refused              (default default)
          --seed HOST:PORT     a seed node to join through; may be repeated        (default none)
          --group NAME         a live group to join; may be repeated               (default none)
          --start ACTION[=TEXT]  a start action of this program, and a text for it (default none)
          --join-timeout S     seconds to try to join                              (default 30)
          --allow-remote-stop  members of the cluster may stop this node
          --stdin watch        end when standard input ends, as a parent's death makes it; ignore is the default
          --config JSON|FILE   all of this as JSON, for example
                               {"port":7400,"seeds":["10.0.0.5:7400"],"groups":["orders"]}
          --help               this text

        When the node is up, one line is printed: ready {"id":...,"name":...,"address":...,"processId":...}
        Exit codes: 0 ended as told, 1 failed, 2 bad argument, 3 cannot listen, 4 cannot join, 5 start action failed,
        6 start action unknown, 137 killed: by somebody, or by itself when its parent was gone and it had
        not ended 4 s later.

        """;

    private const string AllowRemoteStop = "--allow-remote-stop";
    private const string Config = "--config";

    /// <summary>The options with a value, and what each of them sets.</summary>
    private static readonly OrderedDictionary<string, Action<HostConfig, string>> s_settings = new()
    {
        ["--ip"] = static (config, value) => config.Ip = value,
        ["--port"] = static (config, value) => config.Port = Integer("--port", value, 0, ushort.MaxValue),
        ["--advertise"] = static (config, value) => config.Advertise = value,
        ["--name"] = static (config, value) => config.Name = value,
        ["--cluster"] = static (config, value) => config.Cluster = value,
        ["--seed"] = static (config, value) => config.Seeds.Add(value),
        ["--group"] = static (config, value) => config.Groups.Add(new HostGroup(value)),
        ["--start"] = static (config, value) =>
            (config.StartAction, config.StartArgument) = value.Split('=', 2) is [var action, var text]
                ? (action, text)
                : (value, null),
        ["--join-timeout"] = static (config, value) => config.JoinTimeoutSeconds =
            Integer("--join-timeout", value, 1, HostConfig.JoinTimeoutSecondsLimit),
        ["--stdin"] = static (config, value) => config.Stdin = value,
        [Config] = static (_, _) => { },
    };

    private readonly HostConfig _config;

    private HostArguments(HostConfig config) => _config = config;

    /// <summary>Gets what a bad argument is answered with, before what is wrong.</summary>
    public static string ShortUsage { get; } =
        $"Options: {string.Join(' ', s_settings.Keys)} {AllowRemoteStop}\nTry --help for what they mean.\n";

    public bool WatchesInput => _config.Stdin == "watch";

    /// <summary>Whether somebody wants to know what the arguments are, whatever else is among them.</summary>
    public static bool AskForHelp(IEnumerable<string> args) => args.Any(one => one is "--help" or "-h");

    /// <exception cref="HostStartException">An argument is not known or has a bad value.</exception>
    public static HostArguments Parse(IReadOnlyList<string> args)
    {
        List<(string Name, string Value)> given = [];
        HashSet<string> once = [];
        bool allowStop = false;
        for (int i = 0; i < args.Count; i++)
        {
            string[] parts = args[i].Split('=', 2);
            if (parts[0] is not ("--seed" or "--group") && !once.Add(parts[0]))
            {
                throw Bad($"{parts[0]} is given twice.");
            }

            switch (parts[0])
            {
                case "--help" or "-h" or AllowRemoteStop when parts.Length == 2:
                    throw Bad($"{parts[0]} takes no value.");
                case AllowRemoteStop:
                    allowStop = true;
                    break;
                case var name when s_settings.ContainsKey(name):
                    given.Add((name, parts.Length == 2 ? parts[1]
                        : ++i < args.Count ? args[i] : throw Bad($"{name} needs a value.")));
                    break;
                default:
                    throw Bad($"Unknown argument '{args[i]}'.");
            }
        }

        string? configured = given.FirstOrDefault(argument => argument.Name == Config).Value;
        HostConfig config = configured is null ? new HostConfig() : ReadConfig(configured);
        foreach ((string name, string value) in given)
        {
            s_settings[name](config, value);
        }

        config.AllowRemoteStop |= allowStop;
        return new HostArguments(config);
    }

    /// <exception cref="HostStartException">A value is not valid.</exception>
    public HostPlan ToPlan()
    {
        try
        {
            return _config.ToPlan();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            throw Bad(WithoutParameter(exception));
        }
    }

    /// <summary>The message without the name of a parameter, which says nothing to who types a command.</summary>
    private static string WithoutParameter(Exception exception) =>
        exception is ArgumentException { ParamName: { } name }
            ? exception.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal)
            : exception.Message;

    private static int Integer(string name, string value, int minimum, int maximum) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= minimum && number <= maximum
            ? number
            : throw Bad($"{name} is a whole number from {minimum} to {maximum}, not '{value}'.");

    private static HostConfig ReadConfig(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || Directory.Exists(text))
        {
            throw Bad($"--config is JSON or the name of a file with it, not '{text}'.");
        }

        string json = text;
        try
        {
            json = text.TrimStart() is ['{' or '[', ..] ? text : File.ReadAllText(text);
            HostConfig config = JsonSerializer.Deserialize(json, HostConfigJson.Default.HostConfig)
                ?? throw Bad("--config holds no object.");
            return config.FindNull() is { } setting ? throw Bad($"--config: '{setting}' must not be null.") : config;
        }
        catch (JsonException exception)
        {
            throw Bad($"--config is not a configuration: {ConfigProblem.Describe(json, exception)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Bad($"--config names a file that cannot be read: {exception.Message}");
        }
    }

    private static HostStartException Bad(string problem) => new(NodeExitCode.Usage, problem);
}
