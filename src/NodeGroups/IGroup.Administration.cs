namespace NodeGroups;

/// <content>Status and administration on every member.</content>
public partial interface IGroup
{
    /// <summary>Asks every member for its status and sums it up.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Each member's status and the totals.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<GroupStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Defines a group on every member, as <see cref="IGroupRegistry.Put"/> does on one.</summary>
    /// <param name="group">The group to define.</param>
    /// <param name="members">Who is in it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Each member's new view of the group.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<GroupReply<GroupView>> PutGroupAsync(
        GroupName group, IEnumerable<NodeAddress> members, CancellationToken cancellationToken = default);

    /// <summary>Defines a group on every member, with options of its own on all of them.</summary>
    /// <param name="group">The group to define.</param>
    /// <param name="members">Who is in it.</param>
    /// <param name="options">
    /// How rumors spread in it. They travel as names and numbers; a member that knows no strategy of that name
    /// (<see cref="NodeOptions.Strategies"/>) has faulted and keeps what it had.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Each member's new view of the group.</returns>
    /// <exception cref="ArgumentException">The fan-out, or that of the strategy, is a function
    /// (<see cref="Fanout.Of"/>), which cannot travel.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<GroupReply<GroupView>> PutGroupAsync(
        GroupName group,
        IEnumerable<NodeAddress> members,
        GroupOptions options,
        CancellationToken cancellationToken = default);

    /// <summary>Asks every member for its view of a group; a member that does not know the group has faulted.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Each member's view.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<GroupReply<GroupView>> GetGroupAsync(GroupName group, CancellationToken cancellationToken = default);

    /// <summary>Adds a node to a defined group on every member, as <see cref="IGroupRegistry.Add"/> does on
    /// one.</summary>
    /// <param name="group">The group.</param>
    /// <param name="member">The node to add.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>For each member, whether its definition changed.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<GroupReply<bool>> AddToGroupAsync(
        GroupName group, NodeAddress member, CancellationToken cancellationToken = default);

    /// <summary>Removes a node from a defined group on every member, as <see cref="IGroupRegistry.Remove"/> does on
    /// one.</summary>
    /// <param name="group">The group.</param>
    /// <param name="member">The node to remove.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>For each member, whether its definition changed.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<GroupReply<bool>> RemoveFromGroupAsync(
        GroupName group, NodeAddress member, CancellationToken cancellationToken = default);

    /// <summary>Deletes a defined group on every member; a member without it has faulted.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>For each member true, or why not.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    ValueTask<GroupReply<bool>> DeleteGroupAsync(GroupName group, CancellationToken cancellationToken = default);
}
