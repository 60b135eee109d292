using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups.Processes;

/// <summary>What every node serves for spawning and stopping.</summary>
internal static class ProcessMethods
{
    public static RpcMethod<ProofRequest, byte[]> Prove { get; } =
        new(
            "nodegroups.child.prove",
            static () => StartJson.Default.ProofRequest,
            static () => StartJson.Default.ByteArray);

    public static RpcMethod<ViewRequest, bool> AwaitView { get; } =
        new(
            "nodegroups.view.await",
            static () => StartJson.Default.ViewRequest,
            static () => StartJson.Default.Boolean);

    public static RpcMethod<Nothing, bool> Stop { get; } =
        new("nodegroups.stop", static () => ProcessJson.Default.Nothing, static () => ProcessJson.Default.Boolean);

    public static RpcMethod<SpawnRequest, RemoteNode> SpawnChild { get; } =
        new(
            "nodegroups.spawn",
            static () => ProcessJson.Default.SpawnRequest,
            static () => ProcessJson.Default.RemoteNode);

    public static void Register(Node node, ProcessSettings settings)
    {
        LibraryHandlers.Add(node, AwaitView, (request, _, token) => AwaitViewAsync(node, request, token));
        LibraryHandlers.Add(node, Stop, (_, call, _) => ValueTask.FromResult(StopNode(node, settings, call)));
        LibraryHandlers.Add(
            node, SpawnChild, (request, call, token) => SpawnAsync(node, settings, request, call, token));
    }

    /// <summary>Lets the parent, and only it, ask for the proof of one number; then the token is gone. The answer may
    /// be lost: the same number is answered again.</summary>
    public static void RegisterProof(Node node, ChildStart start)
    {
        Lock proving = new();
        byte[]? asked = null;
        byte[]? proof = null;
        LibraryHandlers.Add(node, Prove, (request, call, _) =>
        {
            lock (proving)
            {
                if (call.Caller != start.Parent || (asked is not null && !request.Nonce.AsSpan().SequenceEqual(asked)))
                {
                    throw new CallRefusedException(
                        CallResult.Refused, "Only the parent may ask for the proof, of one number.");
                }

                if (proof is null)
                {
                    asked = request.Nonce;
                    proof = ChildProof.Compute(start.Token, request.Nonce, start.Parent, node.Id);
                    Array.Clear(start.Token);
                }

                return ValueTask.FromResult(proof);
            }
        });
    }

    private static async ValueTask<bool> AwaitViewAsync(
        Node node, ViewRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request.Nodes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            request.Nodes.Count, ProcessSettings.ChildLimitMaximum, nameof(request));
        IGroup group = node.Groups.Find(request.Group) ?? throw new UnknownGroupException(request.Group);
        await group.WaitForViewAsync(view => request.Nodes.All(view.Contains), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Answers first: the end begins by letting this very handler finish.</summary>
    private static bool StopNode(Node node, ProcessSettings settings, in CallContext call)
    {
        Demand(settings.AllowRemoteStop, settings, call, nameof(ProcessSettings.AllowRemoteStop));
        ProcessLog.RemoteStop(node.ChildTable.Logger, call.Caller);
        _ = node.StopAsync(grace: null);
        return true;
    }

    private static async ValueTask<RemoteNode> SpawnAsync(
        Node node,
        ProcessSettings settings,
        SpawnRequest request,
        CallContext call,
        CancellationToken cancellationToken)
    {
        Demand(settings.AllowRemoteSpawn, settings, call, nameof(ProcessSettings.AllowRemoteSpawn));
        if (!settings.LaunchProfiles.TryGetValue(request.Profile ?? string.Empty, out NodeProcessOptions? profile))
        {
            throw new CallRefusedException(CallResult.Refused, "There is no launch profile of that name.");
        }

        ProcessLog.RemoteSpawn(node.ChildTable.Logger, request.Profile!, call.Caller);
        NodeProcess child = await node.SpawnAsync(
            profile with
            {
                Name = request.Name ?? profile.Name,
                StartArgument = request.StartArgument ?? profile.StartArgument,
            },
            cancellationToken).ConfigureAwait(false);
        return new RemoteNode(child.Id, child.Name, child.Address, child.ProcessId);
    }

    private static void Demand(bool allowed, ProcessSettings settings, in CallContext call, string option)
    {
        if (!allowed)
        {
            throw new CallRefusedException(
                CallResult.Refused, $"This node does not allow it (NodeOptions.Processes.{option}).");
        }

        if (settings.Authorize is { } authorize && !authorize(call))
        {
            throw new CallRefusedException(CallResult.Refused, "This node does not allow it to the caller.");
        }
    }
}
