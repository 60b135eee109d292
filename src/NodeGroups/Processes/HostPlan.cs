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
    /// <summary>Gets the parent's group defaults; null when it has none that travel.</summary>
    public GroupOptionsData? GroupDefaults { get; private init; }

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
        };
        options.Processes.AllowRemoteStop = start.AllowRemoteStop;
        return new HostPlan(options, start.Group is null ? [] : [start.Group], start.StartAction, start.StartArgument)
        {
            GroupDefaults = start.GroupDefaults,
        };
    }

    /// <summary>Finds the options by name, among the node's own strategies and the library's.</summary>
    /// <exception cref="HostStartException">There is no such strategy here.</exception>
    public GroupOptions Read(GroupOptionsData data)
    {
        try
        {
            return data.ToOptions(Options);
        }
        catch (CallRefusedException exception)
        {
            throw new HostStartException(NodeExitCode.StartRefused, exception.Message, exception);
        }
    }
}
