namespace NodeGroups;

public sealed partial class Node
{
    /// <inheritdoc/>
    public NodeId Id => throw new NotSupportedException();

    /// <inheritdoc/>
    public string Name => throw new NotSupportedException();

    /// <inheritdoc/>
    public NodeAddress Address => throw new NotSupportedException();

    /// <inheritdoc/>
    public IGroup All => throw new NotSupportedException();

    /// <inheritdoc/>
    public IGroup Local => throw new NotSupportedException();

    /// <inheritdoc/>
    public IGroupRegistry Groups => throw new NotSupportedException();

    /// <inheritdoc/>
    public IReadOnlyList<string> Methods => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<IGroup> JoinAsync(
        GroupName group, GroupOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public IDisposable Handle<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method, Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<TReply> CallAsync<TRequest, TReply>(
        NodeAddress address,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<TReply> CallAsync<TRequest, TReply>(
        Member member,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public NodeStatus GetStatus() => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
