using NodeGroups.Runtime;

namespace NodeGroups.Processes;

/// <summary>What a host starts: a node, its groups, its start action.</summary>
/// <param name="Options">The node's options.</param>
/// <param name="Groups">The groups it will be in.</param>
/// <param name="StartAction">The name of the start action, or null.</param>
/// <param name="StartArgument">The text for it, or null.</param>
internal sealed record HostPlan(
    NodeOptions Options, IReadOnlyList<GroupStart> Groups, string? StartAction, string? StartArgument)
{
    /// <summary>How long a child waits to be introduced: as long as many children may take to start.</summary>
    private static readonly TimeSpan s_quietLimit = TimeSpan.FromSeconds(30);

    /// <summary>Gets the parent's group defaults; null when it has none that travel.</summary>
    public GroupOptionsData? GroupDefaults { get; private init; }

    /// <summary>Gets a value indicating whether a person has written the plan: a bad name in it is a bad argument, and
    /// a strategy is named without its parameters.</summary>
    public bool IsTyped { get; init; }

    public static HostPlan From(ChildStart start)
    {
        NodeOptions options = new()
        {
            Name = start.Name,
            Listen = start.Listen,
            Advertise = start.Advertise,
            Seeds = [.. start.Seeds],
            ClusterId = start.ClusterId,
            JoinTimeout = start.JoinTimeout,
            RandomSeed = start.RandomSeed,
            Membership = start.Membership,
            Gossip = start.Gossip,
            Transport = start.Transport,
            QuietLimit = s_quietLimit,
        };
        options.Processes.AllowRemoteStop = start.AllowRemoteStop;
        return new HostPlan(options, start.Group is null ? [] : [start.Group], start.StartAction, start.StartArgument)
        {
            GroupDefaults = start.GroupDefaults,
        };
    }

    /// <summary>Finds a group's options by name.</summary>
    /// <exception cref="HostStartException">There is no such strategy here, or no such fan-out.</exception>
    public GroupOptions Read(GroupStart group) => Read(
        IsTyped ? group.Options with { Parameters = ParametersOf(group.Options.Strategy) } : group.Options,
        $"The group '{group.Name}': ");

    /// <summary>Finds the options by name, among the node's own strategies and the library's.</summary>
    /// <exception cref="HostStartException">There is no such strategy here, or no such fan-out.</exception>
    public GroupOptions Read(GroupOptionsData data, string place = "")
    {
        try
        {
            return data.ToOptions(Options);
        }
        catch (CallRefusedException exception)
        {
            throw new HostStartException(
                IsTyped ? NodeExitCode.Usage : NodeExitCode.StartRefused, $"{place}{exception.Message}", exception);
        }
    }

    private string ParametersOf(string strategy) =>
        (Options.Strategies.FirstOrDefault(own => own.Name == strategy) ?? GossipStrategies.FromText(strategy, ""))
            ?.Parameters ?? string.Empty;
}
