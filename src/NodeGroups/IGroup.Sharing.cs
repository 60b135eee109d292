using System.Text.Json;

namespace NodeGroups;

/// <content>Services and schedules, which the members share.</content>
public partial interface IGroup
{
    /// <summary>Gets the schedules of this group that run on this node; those of other members are in their
    /// status.</summary>
    IReadOnlyList<Schedule> Schedules { get; }

    /// <summary>Activates a service on every member, from what each member's own program offers under the name; a
    /// service that is active with another configuration is set up anew.</summary>
    /// <param name="service">The service's name; see <see cref="IServiceCatalogue"/>.</param>
    /// <param name="configuration">A value for the service's factory; at most 64 KiB of JSON.</param>
    /// <param name="cancellationToken">Gives up waiting; members go on.</param>
    /// <returns>
    /// For each member, whether something changed there; or why the service is not active there:
    /// <see cref="Protocol.CallResult.UnknownService"/> where it is not offered, or what its factory threw.
    /// </returns>
    /// <remarks>
    /// The group remembers: a newcomer gets its active services when it joins, or when its own view of a defined group
    /// comes to hold it, and a member that offers the service only later has it activated then. Of two changes of one
    /// service at the same time, one wins on all members. Each member has 92 seconds to answer: what it takes at
    /// most to end a service and to set one up.
    /// </remarks>
    /// <exception cref="ArgumentException">The name is no name, or the configuration is too large.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<GroupReply<bool>> ActivateServiceAsync(
        string service, JsonElement configuration = default, CancellationToken cancellationToken = default);

    /// <summary>Removes a service from every member, and from what newcomers get.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="cancellationToken">Gives up waiting; members go on.</param>
    /// <returns>For each member, whether it was active there.</returns>
    /// <exception cref="ArgumentException">The name is no name.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    ValueTask<GroupReply<bool>> RemoveServiceAsync(string service, CancellationToken cancellationToken = default);

    /// <summary>Has every member run its own handler of a method again and again.</summary>
    /// <typeparam name="TRequest">The argument's type.</typeparam>
    /// <typeparam name="TReply">The value's type; values are discarded.</typeparam>
    /// <param name="interval">The time from the start of one run to the start of the next; 1 millisecond to 30
    /// days.</param>
    /// <param name="method">The method.</param>
    /// <param name="request">The argument of every run; at most 64 KiB of JSON.</param>
    /// <param name="options">When to begin, and how long a run may take.</param>
    /// <param name="cancellationToken">Gives up waiting; the schedule may have been made.</param>
    /// <returns>The schedule, which runs on every member that could be reached; others get it later. A member that
    /// refused it is logged.</returns>
    /// <remarks>
    /// Runs never overlap: while one takes longer than the interval, those that are due are left out and counted. A run
    /// that throws is logged, counted and told in <see cref="NodeStatus.Schedules"/>, and the next one happens. The
    /// schedule belongs to the group, not to its maker: it goes on when the maker leaves or dies, newcomers get it, and
    /// any member cancels it by its id; it ends with the last member. Clocks are not compared: each runs on its own.
    /// </remarks>
    /// <exception cref="ArgumentException">The interval, an option or the size of the argument is out of its
    /// range.</exception>
    /// <exception cref="CallFailedException">No member took it, or this node is a member and refused it.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    ValueTask<Schedule> ScheduleAsync<TRequest, TReply>(
        TimeSpan interval,
        RpcMethod<TRequest, TReply> method,
        TRequest request,
        ScheduleOptions options,
        CancellationToken cancellationToken = default);

    /// <summary>Spreads a message through the group again and again: one gossip an interval, not one from each
    /// member.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="interval">The time from one message to the next; 1 millisecond to 30 days.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="value">The message; at most 64 KiB of JSON.</param>
    /// <param name="options">When to begin.</param>
    /// <param name="cancellationToken">Gives up waiting; the schedule may have been made.</param>
    /// <returns>The schedule; see the other form.</returns>
    /// <remarks>
    /// Its maker spreads the message; while the maker is not in view, the member with the smallest id does. While views
    /// differ, two or none may.
    /// </remarks>
    /// <exception cref="ArgumentException">The interval, an option or the size of the message is out of its
    /// range.</exception>
    /// <exception cref="CallFailedException">No member took it, or this node is a member and refused it.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    ValueTask<Schedule> ScheduleGossipAsync<T>(
        TimeSpan interval,
        Topic<T> topic,
        T value,
        ScheduleOptions options,
        CancellationToken cancellationToken = default);

    /// <summary>Cancels a schedule on every member; a run at work is cancelled too.</summary>
    /// <param name="schedule">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting; members go on.</param>
    /// <returns>For each member, whether it ran there.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    ValueTask<GroupReply<bool>> CancelScheduleAsync(ScheduleId schedule, CancellationToken cancellationToken = default);
}
