using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>A group as this node sees it, with everything one can do with it: watch, call, gossip, subscribe,
/// administer. Thread-safe.</summary>
/// <remarks>
/// Every operation addresses the members in this node's view at that moment. Disposing the handle of a group that this
/// node joined leaves the group; disposing any other handle does nothing. A handle outlives its group: while this node
/// does not know the group, because it was deleted here or its last member left, what acts on members throws
/// <see cref="UnknownGroupException"/>; a handle sees a group that comes again. A group that exists and is empty is
/// known.
/// </remarks>
public partial interface IGroup : IAsyncDisposable
{
    /// <summary>Gets the name.</summary>
    GroupName Name { get; }

    /// <summary>Gets the view of this moment: immutable, versioned; empty when the group is no longer known
    /// here.</summary>
    GroupView View { get; }

    /// <summary>Gets how rumors spread.</summary>
    GroupOptions Options { get; }

    /// <summary>Watches the view, as a conflated stream: a slow reader gets several changes merged into one and never
    /// misses the result. It goes on when the group is no longer known here: a group that comes again is
    /// seen.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>First the present members as joined (unless there are none), then changes; it ends when the node
    /// stops.</returns>
    IAsyncEnumerable<GroupViewChange> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits until the view has at least so many members.</summary>
    /// <param name="count">How many, this node included when it is one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The first view seen with so many members.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node stopped before.</exception>
    ValueTask<GroupView> WaitForMembersAsync(int count, CancellationToken cancellationToken = default);

    /// <summary>Calls one process life through this group: the group's own handler runs, or else the node's.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="member">The member, from a view.</param>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument.</param>
    /// <param name="options">The time-out; null for <see cref="CallOptions.Default"/>.</param>
    /// <param name="cancellationToken">Gives up the call and cancels the handler.</param>
    /// <returns>The handler's value.</returns>
    /// <exception cref="CallFailedException">No value came.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<TReply> CallAsync<TRequest, TReply>(
        Member member,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Calls one member, then another while members cannot be reached, refuse or do not serve the
    /// method.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument.</param>
    /// <param name="options">The time-out for all attempts together; null for
    /// <see cref="CallOptions.Default"/>.</param>
    /// <param name="cancellationToken">Gives up the call and cancels the handler.</param>
    /// <returns>The value of the member that answered; members are tried in random order, this node like any
    /// other.</returns>
    /// <exception cref="CallFailedException">No member gave a value, or a handler failed (it is not tried
    /// elsewhere).</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<TReply> CallAnyAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Calls every member at once and gathers one outcome for each; no member's failure is thrown.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument, the same for all.</param>
    /// <param name="options">Time-out and quorum; null for <see cref="CallOptions.Default"/>.</param>
    /// <param name="cancellationToken">Gives up the calls and cancels the handlers.</param>
    /// <returns>One outcome for each member of the view; complete at the time-out at the latest, or when the quorum
    /// has replied.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<GroupReply<TReply>> CallAllAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Calls every member at once and hands out each outcome as it comes.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument, the same for all.</param>
    /// <param name="options">Time-out and quorum; null for <see cref="CallOptions.Default"/>.</param>
    /// <param name="cancellationToken">Gives up the calls that wait.</param>
    /// <returns>
    /// The outcomes in the order of their coming; the calls go out when the enumeration starts, and leaving it early
    /// gives up those that wait. After a quorum it ends.
    /// </returns>
    /// <exception cref="UnknownGroupException">From the enumeration: the group is no longer known here.</exception>
    IAsyncEnumerable<MemberReply<TReply>> CallEachAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CallOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Spreads a message to the subscribers on every member; a large one in chunks that members pass on to each other.
    /// </summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="value">The message.</param>
    /// <param name="cancellationToken">Gives up waiting for room; the rumor may have gone out, or still go.</param>
    /// <returns>The rumor's name; complete when the rumor is on its way, not when it has arrived. A large payload waits
    /// while those published before use up <see cref="LargePayloadSettings.BytesLimit"/>.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ArgumentException">The message is larger than
    /// <see cref="GossipSettings.PayloadBytesLimit"/>.</exception>
    /// <exception cref="InvalidOperationException">16,384 publications wait in the group already.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    /// <remarks>Waits while members hold publishers back (<see cref="SlowReceiverPolicy.HoldPublishers"/>), or while
    /// the rumor would push out one younger than
    /// <see cref="Protocol.GossipSettings.MinimumRetention"/>.</remarks>
    ValueTask<RumorId> GossipAsync<T>(Topic<T> topic, T value, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tells what <see cref="GossipStrategies.Auto"/> would do with a rumor of this node in this group now, and what
    /// that is expected to give and to cost. Nothing is sent.
    /// </summary>
    /// <param name="payloadBytes">The size of the payload; not negative.</param>
    /// <param name="isStream">Whether rumors follow one another: three within 10 seconds.</param>
    /// <returns>
    /// The plan for the members in view (and this node, which publishes), the loss and latency that this node has
    /// measured, its settings, and the fan-out of the group's options: by what <c>auto</c> itself chooses.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="payloadBytes"/> is negative.</exception>
    /// <remarks>
    /// A group with another strategy sends as that one does, and its rumors are not planned: then the plan is what to
    /// compare it with. Only large payloads go the same way under every strategy. Making a plan costs a few
    /// comparisons; its figures are computed when they are read.
    /// </remarks>
    GossipPlan PlanGossip(long payloadBytes, bool isStream = false);

    /// <summary>Spreads an invocation: every member runs its handler of the method, once in its process life. Replies
    /// are discarded.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument.</param>
    /// <param name="cancellationToken">Gives up waiting for room; the rumor may have gone out.</param>
    /// <returns>The rumor's name; complete when the rumor is on its way.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ArgumentException">The argument is larger than the payload limit.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<RumorId> GossipCallAsync<TRequest, TReply>(
        RpcMethod<TRequest, TReply> method, TRequest request, CancellationToken cancellationToken = default);

    /// <summary>Subscribes to a topic of this group. Live on return: no rumor delivered afterwards is missed unless
    /// the buffer is full. It may be made while the group is not known here, and lives on when the group is gone: of a
    /// group that comes again it gets the rumors.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="options">The size of the buffer; null for the defaults.</param>
    /// <returns>The stream. Dispose it to end it.</returns>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ISubscription<T> Subscribe<T>(Topic<T> topic, SubscriptionOptions? options = null);

    /// <summary>Starts child nodes of this node into the group, in parallel: all of them, or none.</summary>
    /// <param name="options">How to start each.</param>
    /// <param name="cancellationToken">Gives up; no process is left.</param>
    /// <returns>
    /// The children in the order of the options, each up and verified, in the group with the options it has here, and
    /// in the view of every member. Of a live group they have become members; a defined group of that name has been put
    /// on them, and they have been added to it on every member that knows it, and here.
    /// </returns>
    /// <exception cref="SpawnFailedException">One did not come up or was not taken in; no process is left of
    /// any.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<IReadOnlyList<NodeProcess>> SpawnManyAsync(
        IReadOnlyList<NodeProcessOptions> options, CancellationToken cancellationToken = default);

    /// <summary>Stops every other member, then this node when asked to.</summary>
    /// <param name="includeSelf">True to end this node too when the others have left, whether it is a member or not;
    /// <see cref="INode.Stopped"/> tells when it has.</param>
    /// <param name="cancellationToken">Gives up waiting; who was asked stops.</param>
    /// <returns>
    /// For each other member true when it stops, or why not. Children of this node are stopped as by
    /// <see cref="NodeProcess.StopAsync"/>; other members have to allow it (<see
    /// cref="ProcessSettings.AllowRemoteStop"/>). Complete when those who stop have left the view, ten seconds later at
    /// the latest.
    /// </returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<GroupReply<bool>> StopMembersAsync(bool includeSelf, CancellationToken cancellationToken = default);

    /// <summary>
    /// Watches how far large payloads are at this node, as a conflated stream: of each payload a slow reader gets the
    /// latest progress, and always the end.
    /// </summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>First those on their way, then what changes: those published here and those that come in. It ends when
    /// the node stops.</returns>
    /// <remarks>A payload is large beyond <see cref="LargePayloadSettings.ThresholdBytes"/> (64 KiB).</remarks>
    IAsyncEnumerable<TransferProgress> WatchTransfersAsync(CancellationToken cancellationToken = default);
}
