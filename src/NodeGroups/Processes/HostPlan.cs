namespace NodeGroups.Processes;

/// <summary>What a host starts: a node, its groups, its start action.</summary>
/// <param name="Options">The node's options.</param>
/// <param name="Groups">The groups it will be in.</param>
/// <param name="StartAction">The name of the start action, or null.</param>
/// <param name="StartArgument">The text for it, or null.</param>
internal sealed record HostPlan(
    NodeOptions Options, IReadOnlyList<GroupStart> Groups, string? StartAction, string? StartArgument)
{
    public static HostPlan From(ChildStart start, NodeHostOptions host)
    {
        NodeOptions options = new()
        {
            Name = start.Name,
            Listen = start.Listen,
            Seeds = [.. start.Seeds],
            ClusterId = start.ClusterId,
            JoinTimeout = start.JoinTimeout,
            RandomSeed = start.RandomSeed,
            Membership = start.Membership,
            Gossip = start.Gossip,
            Transport = start.Transport,
            GroupDefaults = ReadOptions(start.GroupDefaults, host),
        };
        options.Processes.AllowRemoteStop = start.AllowRemoteStop;
        return new HostPlan(options, start.Group is null ? [] : [start.Group], start.StartAction, start.StartArgument);
    }

    public static GroupOptions ReadOptions(GroupOptionsData data, NodeHostOptions host) =>
        data.TryRead(host.Strategies, out GroupOptions? options, out string? problem)
            ? options
            : throw new HostStartException(NodeExitCode.StartRefused, problem);
}
