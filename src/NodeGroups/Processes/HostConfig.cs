namespace NodeGroups.Processes;

/// <summary>The configuration of a stand-alone host, as JSON or as arguments.</summary>
internal sealed class HostConfig
{
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

    /// <exception cref="ArgumentException">A value is not valid.</exception>
    /// <exception cref="FormatException">A seed node is not an address.</exception>
    public HostPlan ToPlan()
    {
        if (Stdin is not ("watch" or "ignore"))
        {
            throw new ArgumentException($"stdin is watch or ignore, not '{Stdin}'.");
        }

        NodeOptions options = new()
        {
            Name = Name,
            Listen = new NodeAddress(Bare(Ip), Port),
            Advertise = Advertise is null ? null
                : NodeAddress.TryParse(Advertise, null, out NodeAddress told) ? told
                : new NodeAddress(Bare(Advertise), 0),
            ClusterId = Cluster,
            JoinTimeout = TimeSpan.FromSeconds(JoinTimeoutSeconds),
            Seeds = [.. Seeds.Select(seed => NodeAddress.Parse(seed))],
        };
        options.Processes.AllowRemoteStop = AllowRemoteStop;
        return new HostPlan(options, [.. Groups.Select(group => group.ToStart())], StartAction, StartArgument);
    }

    /// <summary>A host alone may be in the brackets that IPv6 has beside a port.</summary>
    private static string Bare(string host) => host is ['[', .. string inner, ']'] ? inner : host;
}
