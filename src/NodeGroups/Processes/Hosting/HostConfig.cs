using NodeGroups.Protocol;

namespace NodeGroups.Processes;

/// <summary>The configuration of a stand-alone host, as JSON or as arguments.</summary>
internal sealed class HostConfig
{
    private const string HostForm = "an IP address or a DNS name";

    /// <summary>One day.</summary>
    public const int JoinTimeoutSecondsLimit = 86_400;

    public string Ip { get; set; } = "127.0.0.1";

    public int Port { get; set; }

    public string? Advertise { get; set; }

    public string Name { get; set; } = "node";

    public string Cluster { get; set; } = "default";

    public List<string> Seeds { get; set; } = [];

    public List<HostGroup> Groups { get; set; } = [];

    public string? StartAction { get; set; }

    public string? StartArgument { get; set; }

    public int JoinTimeoutSeconds { get; set; } = 30;

    public bool AllowRemoteStop { get; set; }

    public string Stdin { get; set; } = "ignore";

    /// <summary>The first setting that is null and must not be; null when there is none.</summary>
    public string? FindNull()
    {
        int seed = Seeds?.IndexOf(null!) ?? -1;
        int group = Groups?.IndexOf(null!) ?? -1;
        return Ip is null ? "ip" : Name is null ? "name" : Cluster is null ? "cluster" : Stdin is null ? "stdin"
            : Seeds is null ? "seeds" : Groups is null ? "groups"
            : seed >= 0 ? $"seeds[{seed}]" : group >= 0 ? $"groups[{group}]" : null;
    }

    /// <exception cref="ArgumentException">A value is not valid.</exception>
    /// <exception cref="FormatException">A seed node is not an address.</exception>
    public HostPlan ToPlan()
    {
        if (Stdin is not ("watch" or "ignore"))
        {
            throw new ArgumentException($"stdin is watch or ignore, not '{Stdin}'.");
        }

        CheckName("--name", Name);
        CheckName("--cluster", Cluster);
        foreach (HostGroup group in Groups)
        {
            CheckName("--group", group.Name);
        }

        Check(Port, "port", 0, ushort.MaxValue);
        Check(JoinTimeoutSeconds, "joinTimeoutSeconds", 1, JoinTimeoutSecondsLimit);
        GroupStart[] groups = [.. Groups.Select(group => group.ToStart()).DistinctBy(group => group.Name)];
        if (Array.Find(groups, group => group.Name.IsReserved) is { } reserved)
        {
            throw new ArgumentException($"The group '{reserved.Name}' is built in: no node joins it.");
        }

        NodeOptions options = new()
        {
            Name = Name,
            Listen = ReadHost(Ip, Port) ?? throw new ArgumentException($"--ip is {HostForm}, not '{Ip}'."),
            Advertise = Advertise is null ? null
                : NodeAddress.TryParse(Advertise, null, out NodeAddress told) ? told
                : ReadHost(Advertise, 0) ?? throw new ArgumentException(
                    $"--advertise is {HostForm}, with or without a port, not '{Advertise}'."),
            ClusterId = Cluster,
            JoinTimeout = TimeSpan.FromSeconds(JoinTimeoutSeconds),
            Seeds = [.. Seeds.Select(seed => NodeAddress.Parse(seed))],
        };
        options.Processes.AllowRemoteStop = AllowRemoteStop;
        return new HostPlan(options, groups, StartAction, StartArgument) { IsTyped = true };
    }

    private static void Check(int value, string setting, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
        {
            throw new ArgumentException($"'{setting}' is a whole number from {minimum} to {maximum}, not {value}.");
        }
    }

    private static void CheckName(string option, string value)
    {
        if (!NameRules.IsValid(value))
        {
            throw new ArgumentException($"{option} must have {NodeOptionsValidator.NameRule}, not '{value}'.");
        }
    }

    /// <summary>A host alone may be in the brackets that IPv6 has beside a port; null for what is no host.</summary>
    private static NodeAddress? ReadHost(string host, int port)
    {
        string form = host is not ['[', ..] && host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return NodeAddress.TryParse($"{form}:{port}", null, out NodeAddress read) ? read : null;
    }
}
