using NodeGroups.Processes;

namespace NodeGroups;

/// <summary>Conveniences for spawning and stopping nodes.</summary>
public static class ProcessExtensions
{
    /// <summary>A spawn may take its whole time, and the answer a moment more.</summary>
    private static readonly CallOptions s_spawnCall = CallOptions.Default with
    {
        Timeout = new NodeProcessOptions().StartTimeout + CallOptions.Default.Timeout,
    };

    /// <summary>Starts a child node.</summary>
    /// <param name="node">The parent.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; no process is left.</param>
    /// <returns>The child: up, verified, and in the parent's view of <c>all</c>.</returns>
    /// <exception cref="SpawnFailedException">It did not come up; no process is left.</exception>
    /// <exception cref="ArgumentException">An option is not valid; the message names it.</exception>
    public static async ValueTask<NodeProcess> SpawnAsync(
        this INode node, NodeProcessOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        IReadOnlyList<NodeProcess> children =
            await node.SpawnManyAsync([options ?? new()], cancellationToken).ConfigureAwait(false);
        return children[0];
    }

    /// <summary>Starts a child node of this node into a group; see <see cref="IGroup.SpawnManyAsync"/>.</summary>
    /// <param name="group">The group.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; no process is left.</param>
    /// <returns>The child: up, verified, with the group's options, and in every member's view.</returns>
    /// <exception cref="SpawnFailedException">It did not come up or was not taken in; no process is left.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ArgumentException">An option is not valid; the message names it.</exception>
    public static async ValueTask<NodeProcess> SpawnAsync(
        this IGroup group, NodeProcessOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        IReadOnlyList<NodeProcess> children =
            await group.SpawnManyAsync([options ?? new()], cancellationToken).ConfigureAwait(false);
        return children[0];
    }

    /// <summary>Starts several children alike; a name given in the options gets a number: <c>name-1</c>,
    /// <c>name-2</c>. Leave the port to the system: only one child can have a fixed one.</summary>
    /// <param name="node">The parent.</param>
    /// <param name="count">How many; 0 to 4,096, and <see cref="ProcessSettings.ChildLimit"/> children at once.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; no process is left.</param>
    /// <returns>The children.</returns>
    /// <exception cref="SpawnFailedException">One did not come up; no process is left of any.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or above 4,096.</exception>
    /// <exception cref="ArgumentException">An option is not valid; the message names it.</exception>
    public static ValueTask<IReadOnlyList<NodeProcess>> SpawnManyAsync(
        this INode node, int count, NodeProcessOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.SpawnManyAsync(Repeat(count, options), cancellationToken);
    }

    /// <summary>Starts several children alike into a group; a name given in the options gets a number:
    /// <c>name-1</c>, <c>name-2</c>. Leave the port to the system: only one child can have a fixed one.</summary>
    /// <param name="group">The group.</param>
    /// <param name="count">How many; 0 to 4,096, and <see cref="ProcessSettings.ChildLimit"/> children at once.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; no process is left.</param>
    /// <returns>The children.</returns>
    /// <exception cref="SpawnFailedException">One did not come up or was not taken in; no process is left of
    /// any.</exception>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or above 4,096.</exception>
    /// <exception cref="ArgumentException">An option is not valid; the message names it.</exception>
    public static ValueTask<IReadOnlyList<NodeProcess>> SpawnManyAsync(
        this IGroup group, int count, NodeProcessOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.SpawnManyAsync(Repeat(count, options), cancellationToken);
    }

    /// <summary>Stops every other member of a group, and not this node; see
    /// <see cref="IGroup.StopMembersAsync"/>.</summary>
    /// <param name="group">The group.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>For each other member true when it stops, or why not.</returns>
    /// <exception cref="UnknownGroupException">The group is no longer known here.</exception>
    public static ValueTask<GroupReply<bool>> StopMembersAsync(
        this IGroup group, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.StopMembersAsync(includeSelf: false, cancellationToken);
    }

    /// <summary>Asks a node to stop: it answers, refuses new calls, lets running handlers finish, leaves, and
    /// ends.</summary>
    /// <param name="node">This node.</param>
    /// <param name="member">Whom to stop; it has to allow it (<see cref="ProcessSettings.AllowRemoteStop"/>).</param>
    /// <param name="cancellationToken">Gives up waiting for the answer.</param>
    /// <returns>A task that completes with the answer, before the node has ended.</returns>
    /// <exception cref="CallFailedException">It did not answer, or does not allow it.</exception>
    public static async ValueTask StopNodeAsync(
        this INode node, Member member, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        await node.CallAsync(member, ProcessMethods.Stop, default, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks another node to spawn a child there, from one of the launch profiles it offers. The child ends
    /// with that node.</summary>
    /// <param name="node">This node.</param>
    /// <param name="parent">Where to spawn; it has to allow it (<see
    /// cref="ProcessSettings.AllowRemoteSpawn"/>).</param>
    /// <param name="profile">The name of the launch profile.</param>
    /// <param name="name">The child's name; null for what the profile says.</param>
    /// <param name="startArgument">The text for the profile's start action; null for what the profile says.</param>
    /// <param name="options">The time-out, which has to cover the start; null for 35 seconds, five more than
    /// <see cref="NodeProcessOptions.StartTimeout"/> is unless the profile sets another.</param>
    /// <param name="cancellationToken">Gives up, and gives up the spawn.</param>
    /// <returns>The child, up and verified by its parent.</returns>
    /// <exception cref="CallFailedException">The node did not answer, does not allow it, has no such profile, or the
    /// child did not come up.</exception>
    /// <exception cref="ArgumentException"><paramref name="profile"/> is not a name.</exception>
    public static ValueTask<RemoteNode> SpawnOnAsync(
        this INode node,
        Member parent,
        string profile,
        string? name = null,
        string? startArgument = null,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        Protocol.NameRules.ThrowIfInvalid(profile);
        SpawnRequest request = new(profile, name, startArgument);
        return node.CallAsync(
            parent, ProcessMethods.SpawnChild, request, options ?? s_spawnCall, cancellationToken);
    }

    private static NodeProcessOptions[] Repeat(int count, NodeProcessOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ProcessSettings.ChildLimitMaximum);
        NodeProcessOptions one = options ?? new();
        return one.Name is null
            ? [.. Enumerable.Repeat(one, count)]
            : [.. Enumerable.Range(1, count).Select(number => one with { Name = $"{one.Name}-{number}" })];
    }
}
