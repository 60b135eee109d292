using NodeGroups;

namespace Cluster.Nodes;

/// <summary>A node in a child process, driven by calls from the parent's own node.</summary>
internal sealed class ProcessNode(int index, INode parent, NodeProcess process) : NodeHandle(index)
{
    /// <summary>Above every time-out of a phase, whose token ends the call before.</summary>
    private static readonly CallOptions Patient = CallOptions.Default with { Timeout = TimeSpan.FromMinutes(10) };

    public override NodeId Id => process.Id;

    public override int? ProcessId => process.ProcessId;

    public override Task<int> Exited => process.Exited;

    public override Task WaitForMembersAsync(int count, CancellationToken cancellationToken) =>
        CallAsync(NodeCommands.WaitForMembers, count, cancellationToken);

    public override Task<long> PublishAsync(
        bool broadcast, int rumor, int payload, CancellationToken cancellationToken) =>
        CallAsync(NodeCommands.Publish, new RumorCommand(broadcast, rumor, payload), cancellationToken);

    public override Task<long> WaitForRumorAsync(bool broadcast, int rumor, CancellationToken cancellationToken) =>
        CallAsync(NodeCommands.WaitForRumor, new RumorCommand(broadcast, rumor, 0), cancellationToken);

    public override Task<CallOutcome> CallAllAsync(CancellationToken cancellationToken) =>
        CallAsync(NodeCommands.CallAll, true, cancellationToken);

    public override Task<NodeCounts> GetCountsAsync(CancellationToken cancellationToken) =>
        CallAsync(NodeCommands.Counts, true, cancellationToken);

    public override Task<long> WaitUntilGoneAsync(IReadOnlyList<NodeId> ids, CancellationToken cancellationToken) =>
        CallAsync(NodeCommands.WaitUntilGone, [.. ids.Select(id => id.ToString())], cancellationToken);

    public override void Kill() => process.Kill();

    public override Task<NodeStopResult> StopAsync() => process.StopAsync(StopGrace).AsTask();

    public override ValueTask DisposeAsync() => process.DisposeAsync();

    private Task<TReply> CallAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method, TRequest request, CancellationToken cancellationToken) =>
        parent.CallAsync(process.Member, method, request, Patient, cancellationToken).AsTask();
}
