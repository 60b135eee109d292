using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>A running participant of a cluster: its groups, its handlers, and calls to other nodes.
/// Thread-safe.</summary>
/// <remarks>
/// <see cref="Node.StartAsync"/> makes one. Disposing it is the graceful end: new calls are refused, running handlers
/// may finish and call and gossip until they have, services are removed, the node says farewell, then its transport
/// closes; it takes at most six seconds and may be repeated. A node with children stops them before its farewell, and
/// takes as long as the longest of their graces more. Afterwards what acts throws
/// <see cref="ObjectDisposedException"/>, streams end, and properties and views still tell what was known last.
/// </remarks>
public interface INode : IAsyncDisposable
{
    /// <summary>Gets the name of this process life.</summary>
    NodeId Id { get; }

    /// <summary>Gets the node's name, for people.</summary>
    string Name { get; }

    /// <summary>Gets the address at which others reach this node, with the real port.</summary>
    NodeAddress Address { get; }

    /// <summary>Gets the built-in group of every node.</summary>
    IGroup All { get; }

    /// <summary>Gets the built-in group of this node alone.</summary>
    IGroup Local { get; }

    /// <summary>Gets the groups this node knows, and the way to define views by hand.</summary>
    IGroupRegistry Groups { get; }

    /// <summary>Gets the names of the methods handled here, built-in ones included, in order.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>Gets the remote callbacks of this node, and the way to call those of others.</summary>
    ICallbackRegistry Callbacks { get; }

    /// <summary>Gets the services that this node's program offers, and those that are active here.</summary>
    IServiceCatalogue Catalogue { get; }

    /// <summary>Gets the child nodes spawned from here that have not ended, in the order of their names.</summary>
    IReadOnlyList<NodeProcess> Children { get; }

    /// <summary>Gets a task that completes when the node has ended, because it was disposed, aborted, or stopped by
    /// another node.</summary>
    Task Stopped { get; }

    /// <summary>Makes this node a member of a live group; others learn of it by gossip.</summary>
    /// <param name="group">The group; neither <c>all</c> nor <c>local</c>.</param>
    /// <param name="options">
    /// How rumors spread in it; null for those of the members, or <see cref="NodeOptions.GroupDefaults"/> when there
    /// are none yet. When the node has joined before, null keeps what was chosen then.
    /// </param>
    /// <param name="cancellationToken">Gives up; what this call joined is left again.</param>
    /// <returns>
    /// The group, in whose view this node is. Disposing it leaves the group, unless another handle that joined it is
    /// not disposed yet. A newcomer takes over from a member the
    /// services and schedules that the group has, and its options when <paramref name="options"/> is null; that is
    /// waited for at most five seconds, then goes on in the background.
    /// </returns>
    /// <exception cref="ArgumentException">The name is reserved or no name, or an option is not valid.</exception>
    /// <exception cref="InvalidOperationException">A defined group of that name exists here, or the node has joined or
    /// defined 1,024 groups.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<IGroup> JoinAsync(
        GroupName group, GroupOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Serves a method: from now on calls and gossiped invocations of it run the handler.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="handler">
    /// Runs on the thread pool, several calls at a time (see <see cref="NodeOptions.HandlerConcurrencyLimit"/>). Its
    /// token is cancelled when the caller gives up or the node stops. What it throws reaches the caller as type name
    /// and message, without a stack trace.
    /// </param>
    /// <returns>Disposing it stops serving the method; running handlers go on.</returns>
    /// <exception cref="InvalidOperationException">The method is served already.</exception>
    /// <exception cref="ArgumentException">The method's name is one of the library's
    /// (<c>nodegroups.</c>...).</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    IDisposable Handle<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method, Func<TRequest, CallContext, CancellationToken, ValueTask<TReply>> handler);

    /// <summary>Calls the node that listens at an address, this one included.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="address">Where the node listens.</param>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument.</param>
    /// <param name="options">The time-out; null for <see cref="CallOptions.Default"/>.</param>
    /// <param name="cancellationToken">Gives up the call and cancels the handler.</param>
    /// <returns>The handler's value.</returns>
    /// <exception cref="CallFailedException">No value came; <see cref="CallFailedException.Status"/> says
    /// why.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<TReply> CallAsync<TRequest, TReply>(
        NodeAddress address,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Calls exactly one process life: a later node at the same address does not answer for it.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="member">The member, from a view.</param>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument.</param>
    /// <param name="options">The time-out; null for <see cref="CallOptions.Default"/>.</param>
    /// <param name="cancellationToken">Gives up the call and cancels the handler.</param>
    /// <returns>The handler's value.</returns>
    /// <exception cref="CallFailedException">No value came; <see cref="CallFailedException.Status"/> says
    /// why.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<TReply> CallAsync<TRequest, TReply>(
        Member member,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Starts child nodes, at once and in parallel: all of them, or none.</summary>
    /// <param name="options">How to start each; see <see cref="ProcessSettings.SpawnConcurrencyLimit"/>.</param>
    /// <param name="cancellationToken">Gives up; no process is left.</param>
    /// <returns>The children in the order of the options, each up, verified and in this node's view of
    /// <c>all</c>.</returns>
    /// <exception cref="SpawnFailedException">One did not come up; no process is left of any.</exception>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<IReadOnlyList<NodeProcess>> SpawnManyAsync(
        IReadOnlyList<NodeProcessOptions> options, CancellationToken cancellationToken = default);

    /// <summary>Gets what this node knows of itself, at once and without a message.</summary>
    /// <returns>The status of this moment.</returns>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    NodeStatus GetStatus();
}
