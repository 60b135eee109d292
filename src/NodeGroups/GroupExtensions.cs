using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>Conveniences over <see cref="INode"/> and <see cref="IGroup"/>.</summary>
public static class GroupExtensions
{
    /// <summary>Calls every member at once and returns the first value; the rest is given up.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="group">The group.</param>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument.</param>
    /// <param name="options">The time-out; its quorum is not used. Null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The first value.</returns>
    /// <exception cref="CallFailedException">No member gave a value; the first failure tells why.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    public static async ValueTask<TReply> CallFirstAsync<TRequest, TReply>(
        this IGroup group,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        CallOptions first = (options ?? CallOptions.Default) with { Quorum = 1 };
        MemberReply<TReply>? failed = null;
        await foreach (MemberReply<TReply> reply in
            group.CallEachAsync(method, request, first, cancellationToken).ConfigureAwait(false))
        {
            if (reply.TryGetValue(out TReply? value))
            {
                return value;
            }

            failed ??= reply;
        }

        throw failed is null
            ? new CallFailedException(
                new CallError(
                    ReplyStatus.Unreachable, CallResult.Unreachable, $"The group '{group.Name}' has no members here."),
                default,
                default)
            : new CallFailedException(failed.Error!, failed.Member.Id, failed.Member.Address);
    }

    /// <summary>Serves a method that returns no value.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <param name="node">The node.</param>
    /// <param name="method">The method.</param>
    /// <param name="handler">See <see cref="INode.Handle"/>.</param>
    /// <returns>Disposing it stops serving the method.</returns>
    /// <exception cref="InvalidOperationException">The method is served already.</exception>
    public static IDisposable Handle<TRequest>(
        this INode node,
        RpcMethod<TRequest, Nothing> method,
        Func<TRequest, CallContext, CancellationToken, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(handler);
        return node.Handle(method, async (request, call, cancellationToken) =>
        {
            await handler(request, call, cancellationToken).ConfigureAwait(false);
            return default(Nothing);
        });
    }

    /// <summary>Waits until the view fulfils a condition.</summary>
    /// <param name="group">The group.</param>
    /// <param name="condition">Pure; asked for each view seen.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The first view seen that fulfils it.</returns>
    /// <exception cref="ObjectDisposedException">The node stopped before.</exception>
    public static async ValueTask<GroupView> WaitForViewAsync(
        this IGroup group, Func<GroupView, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(condition);
        cancellationToken.ThrowIfCancellationRequested();
        if (group.View is { } present && condition(present))
        {
            return present;
        }

        await foreach (GroupViewChange change in group.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (condition(change.Current))
            {
                return change.Current;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new ObjectDisposedException(typeof(INode).FullName, "The node stopped while its view was waited for.");
    }
}
