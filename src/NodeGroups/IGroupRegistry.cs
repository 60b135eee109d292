using System.Diagnostics.CodeAnalysis;

namespace NodeGroups;

/// <summary>The groups that one node knows, and the views defined by hand. A defined view belongs to the node that
/// holds it. Thread-safe.</summary>
/// <remarks>Each operation is carried out when it returns. The names <c>all</c> and <c>local</c> can be read, not
/// changed.</remarks>
public interface IGroupRegistry
{
    /// <summary>Gets the names of the groups this node knows, built-in ones included, in order.</summary>
    IReadOnlyList<GroupName> Names { get; }

    /// <summary>Defines a group, or gives a defined group other members.</summary>
    /// <param name="group">The group; not a reserved name.</param>
    /// <param name="members">Who is in it; doubles are taken once.</param>
    /// <param name="options">
    /// How rumors spread; null for what the defined group has, or for a new one
    /// <see cref="NodeOptions.GroupDefaults"/>.
    /// </param>
    /// <returns>The group.</returns>
    /// <exception cref="ArgumentException">The name is reserved or no name, or an address names no place.</exception>
    /// <exception cref="InvalidOperationException">This node has joined a live group of that name, or has joined or
    /// defined 1,024 groups.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    IGroup Put(GroupName group, IEnumerable<NodeAddress> members, GroupOptions? options = null);

    /// <summary>Gets the view of a group.</summary>
    /// <param name="group">The group; built-in and live ones too.</param>
    /// <returns>The view of this moment.</returns>
    /// <exception cref="UnknownGroupException">This node knows no such group.</exception>
    GroupView Get(GroupName group);

    /// <summary>Tries to get the view of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="view">The view of this moment.</param>
    /// <returns>True when this node knows the group.</returns>
    bool TryGet(GroupName group, [NotNullWhen(true)] out GroupView? view);

    /// <summary>Gets the handle of a group.</summary>
    /// <param name="group">The group; built-in and live ones too.</param>
    /// <returns>The group, or null when this node knows no such group.</returns>
    IGroup? Find(GroupName group);

    /// <summary>Adds a node to a defined group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="member">Where the node listens.</param>
    /// <returns>False when nothing changed: the group is not a defined one here, or the node is in it
    /// already.</returns>
    /// <exception cref="ArgumentException">The name is reserved, or the address names no place.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    bool Add(GroupName group, NodeAddress member);

    /// <summary>Removes a node from a defined group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="member">Where the node listens.</param>
    /// <returns>False when nothing changed: the group is not a defined one here, or the node is not in it.</returns>
    /// <exception cref="ArgumentException">The name is reserved.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    bool Remove(GroupName group, NodeAddress member);

    /// <summary>Deletes a defined group.</summary>
    /// <param name="group">The group.</param>
    /// <exception cref="ArgumentException">The name is reserved.</exception>
    /// <exception cref="UnknownGroupException">No such group is defined here.</exception>
    /// <exception cref="InvalidOperationException">This node has joined a live group of that name.</exception>
    /// <exception cref="ObjectDisposedException">The node is stopping or has stopped.</exception>
    void Delete(GroupName group);
}
