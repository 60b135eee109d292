using System.Text.Json.Serialization;
using NodeGroups;

namespace Cluster.Nodes;

/// <summary>A rumor that a node is to publish, or to wait for.</summary>
internal sealed record RumorCommand(bool Broadcast, int Rumor, int Payload);

/// <summary>The methods by which the parent drives its child processes, and what a child does with them.</summary>
/// <remarks>A child that starts makes no JSON metadata for them; each is made at its first call.</remarks>
internal static class NodeCommands
{
    public const string StartAction = "cluster-node";

    public static readonly RpcMethod<int, bool> WaitForMembers =
        RpcMethod.Create(
            "cluster.wait-for-members", () => CommandJson.Default.Int32, () => CommandJson.Default.Boolean);

    public static readonly RpcMethod<RumorCommand, long> Publish =
        RpcMethod.Create("cluster.publish", () => CommandJson.Default.RumorCommand, () => CommandJson.Default.Int64);

    public static readonly RpcMethod<RumorCommand, long> WaitForRumor =
        RpcMethod.Create(
            "cluster.wait-for-rumor", () => CommandJson.Default.RumorCommand, () => CommandJson.Default.Int64);

    public static readonly RpcMethod<bool, CallOutcome> CallAll =
        RpcMethod.Create("cluster.call-all", () => CommandJson.Default.Boolean, () => CommandJson.Default.CallOutcome);

    public static readonly RpcMethod<bool, NodeCounts> Counts =
        RpcMethod.Create("cluster.counts", () => CommandJson.Default.Boolean, () => CommandJson.Default.NodeCounts);

    public static readonly RpcMethod<string[], long> WaitUntilGone =
        RpcMethod.Create(
            "cluster.wait-until-gone", () => CommandJson.Default.StringArray, () => CommandJson.Default.Int64);

    /// <summary>Gets what this program is as a child.</summary>
    public static NodeHostOptions Host { get; } = new() { StartActions = { [StartAction] = StartAsync } };

    private static async ValueTask StartAsync(INode node, string? argument, CancellationToken cancellationToken)
    {
        NodeConfig config = NodeConfig.Parse(argument!);
        ClusterNode served = await ClusterNode.ServeAsync(node, config, cancellationToken);
        node.Handle(WaitForMembers, async (count, _, token) =>
        {
            await served.WaitForMembersAsync(count, token);
            return true;
        });
        node.Handle(Publish, async (rumor, _, token) =>
            await served.PublishAsync(rumor.Broadcast, rumor.Rumor, rumor.Payload, token));
        node.Handle(WaitForRumor, async (rumor, _, token) =>
            await served.WaitForRumorAsync(rumor.Broadcast, rumor.Rumor, token));
        node.Handle(CallAll, async (_, _, token) => await served.CallAllAsync(token));
        node.Handle(Counts, (_, _, _) => ValueTask.FromResult(served.GetCounts()));
        node.Handle(WaitUntilGone, async (ids, _, token) =>
            await served.WaitUntilGoneAsync([.. ids.Select(id => NodeId.Parse(id))], token));
    }
}

[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(RumorCommand))]
[JsonSerializable(typeof(CallOutcome))]
[JsonSerializable(typeof(NodeCounts))]
internal sealed partial class CommandJson : JsonSerializerContext;
