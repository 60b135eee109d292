namespace NodeGroups;

/// <summary>The calls with a token and the default options, <see cref="CallOptions.Default"/>. Thread-safe.</summary>
public static class CallExtensions
{
    /// <inheritdoc cref="INode.CallAsync{TRequest, TReply}(
    /// NodeAddress, RpcMethod{TRequest, TReply}, TRequest, CallOptions?, CancellationToken)"/>
    public static ValueTask<TReply> CallAsync<TRequest, TReply>(
        this INode node,
        NodeAddress address,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.CallAsync(address, method, request, null, cancellationToken);
    }

    /// <inheritdoc cref="INode.CallAsync{TRequest, TReply}(
    /// Member, RpcMethod{TRequest, TReply}, TRequest, CallOptions?, CancellationToken)"/>
    public static ValueTask<TReply> CallAsync<TRequest, TReply>(
        this INode node,
        Member member,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.CallAsync(member, method, request, null, cancellationToken);
    }

    /// <inheritdoc cref="IGroup.CallAsync{TRequest, TReply}(
    /// Member, RpcMethod{TRequest, TReply}, TRequest, CallOptions?, CancellationToken)"/>
    public static ValueTask<TReply> CallAsync<TRequest, TReply>(
        this IGroup group,
        Member member,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.CallAsync(member, method, request, null, cancellationToken);
    }

    /// <inheritdoc cref="IGroup.CallAnyAsync{TRequest, TReply}(
    /// RpcMethod{TRequest, TReply}, TRequest, CallOptions?, CancellationToken)"/>
    public static ValueTask<TReply> CallAnyAsync<TRequest, TReply>(
        this IGroup group,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.CallAnyAsync(method, request, null, cancellationToken);
    }

    /// <inheritdoc cref="IGroup.CallAllAsync{TRequest, TReply}(
    /// RpcMethod{TRequest, TReply}, TRequest, CallOptions?, CancellationToken)"/>
    public static ValueTask<GroupReply<TReply>> CallAllAsync<TRequest, TReply>(
        this IGroup group,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.CallAllAsync(method, request, null, cancellationToken);
    }

    /// <inheritdoc cref="IGroup.CallEachAsync{TRequest, TReply}(
    /// RpcMethod{TRequest, TReply}, TRequest, CallOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<MemberReply<TReply>> CallEachAsync<TRequest, TReply>(
        this IGroup group,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.CallEachAsync(method, request, null, cancellationToken);
    }

    /// <inheritdoc cref="GroupExtensions.CallFirstAsync{TRequest, TReply}(
    /// IGroup, RpcMethod{TRequest, TReply}, TRequest, CallOptions?, CancellationToken)"/>
    public static ValueTask<TReply> CallFirstAsync<TRequest, TReply>(
        this IGroup group,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.CallFirstAsync(method, request, null, cancellationToken);
    }
}
