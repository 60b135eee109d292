using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>The container's <see cref="INode"/>: it can be resolved, and kept, before the node runs.</summary>
/// <remarks>Every member goes to the running node, and throws as <see cref="NodeStarter.Running"/> does without one.
/// </remarks>
internal sealed class ContainerNode(NodeStarter starter) : INode
{
    public NodeId Id => starter.Running.Id;

    public string Name => starter.Running.Name;

    public NodeAddress Address => starter.Running.Address;

    public IGroup All => starter.Running.All;

    public IGroup Local => starter.Running.Local;

    public IGroupRegistry Groups => starter.Running.Groups;

    public IReadOnlyList<string> Methods => starter.Running.Methods;

    public ICallbackRegistry Callbacks => starter.Running.Callbacks;

    public IServiceCatalogue Catalogue => starter.Running.Catalogue;

    public IReadOnlyList<NodeProcess> Children => starter.Running.Children;

    public Task Stopped => starter.Running.Stopped;

    public ValueTask<IGroup> JoinAsync(GroupName group, GroupOptions? options, CancellationToken cancellationToken) =>
        starter.Running.JoinAsync(group, options, cancellationToken);

    public IDisposable Handle<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method,
        Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler) =>
        starter.Running.Handle(method, handler);

    public ValueTask<TReply> CallAsync<TRequest, TReply>(
        NodeAddress address,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options,
        CancellationToken cancellationToken) =>
        starter.Running.CallAsync(address, method, request, options, cancellationToken);

    public ValueTask<TReply> CallAsync<TRequest, TReply>(
        Member member,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options,
        CancellationToken cancellationToken) =>
        starter.Running.CallAsync(member, method, request, options, cancellationToken);

    public ValueTask<IReadOnlyList<NodeProcess>> SpawnManyAsync(
        IReadOnlyList<NodeProcessOptions> options, CancellationToken cancellationToken) =>
        starter.Running.SpawnManyAsync(options, cancellationToken);

    public NodeStatus GetStatus() => starter.Running.GetStatus();

    public ValueTask DisposeAsync() => starter.DisposeAsync();
}
