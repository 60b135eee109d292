namespace NodeGroups;

/// <summary>Shorter forms for schedules, on groups and on one node.</summary>
public static class ScheduleExtensions
{
    /// <summary>Has every member run its own handler of a method again and again, with the default options.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type; values are discarded.</typeparam>
    /// <param name="group">The group.</param>
    /// <param name="interval">See <see cref="IGroup.ScheduleAsync"/>.</param>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument of every run.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="CallFailedException">No member took it.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    public static ValueTask<Schedule> ScheduleAsync<TRequest, TReply>(
        this IGroup group,
        TimeSpan interval,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.ScheduleAsync(interval, method, request, ScheduleOptions.Default, cancellationToken);
    }

    /// <summary>Spreads a message through the group again and again, with the default options.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="group">The group.</param>
    /// <param name="interval">See <see cref="IGroup.ScheduleGossipAsync"/>.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="value">The message.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="CallFailedException">No member took it.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    public static ValueTask<Schedule> ScheduleGossipAsync<T>(
        this IGroup group, TimeSpan interval, Topic<T> topic, T value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.ScheduleGossipAsync(interval, topic, value, ScheduleOptions.Default, cancellationToken);
    }

    /// <summary>Has this node alone run its handler of a method again and again: a schedule of <c>local</c>.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type; values are discarded.</typeparam>
    /// <param name="node">The node.</param>
    /// <param name="interval">See <see cref="IGroup.ScheduleAsync"/>.</param>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument of every run.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The schedule; cancel it with <c>node.Local.CancelScheduleAsync(schedule.Id)</c>.</returns>
    /// <exception cref="CallFailedException"><see cref="NodeOptions.ScheduleLimit"/> is reached.</exception>
    public static ValueTask<Schedule> ScheduleAsync<TRequest, TReply>(
        this INode node,
        TimeSpan interval,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Local.ScheduleAsync(interval, method, request, ScheduleOptions.Default, cancellationToken);
    }
}
