using NodeGroups.Runtime;

namespace NodeGroups;

/// <content>Status and administration on every member.</content>
internal sealed partial class Group
{
    public async ValueTask<GroupStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        GroupReply<NodeStatus> replies =
            await CallAllAsync(BuiltInMethods.Status, default, null, cancellationToken).ConfigureAwait(false);
        return new GroupStatus(Name, replies);
    }

    public ValueTask<GroupReply<GroupView>> PutGroupAsync(
        GroupName group, IEnumerable<NodeAddress> members, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(members);
        GroupRegistry.ThrowIfNotDefinable(group);
        return CallForViewAsync(BuiltInMethods.PutGroup, new GroupRequest(group, [.. members]), cancellationToken);
    }

    public ValueTask<GroupReply<GroupView>> PutGroupAsync(
        GroupName group,
        IEnumerable<NodeAddress> members,
        GroupOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(options);
        GroupRegistry.ThrowIfNotDefinable(group);
        GroupOptionsData data = GroupOptionsData.From(options) ?? throw new ArgumentException(
            "A fan-out function cannot travel: use a count, log or a reliability.", nameof(options));
        GroupRequest request = new(group, [.. members], data);
        return CallForViewAsync(BuiltInMethods.PutGroup, request, cancellationToken);
    }

    public ValueTask<GroupReply<GroupView>> GetGroupAsync(
        GroupName group, CancellationToken cancellationToken = default)
    {
        GroupRegistry.ThrowIfNone(group);
        return CallForViewAsync(BuiltInMethods.GetGroup, new GroupRequest(group, []), cancellationToken);
    }

    public ValueTask<GroupReply<bool>> AddToGroupAsync(
        GroupName group, NodeAddress member, CancellationToken cancellationToken = default)
    {
        GroupRegistry.ThrowIfNotDefinable(group);
        GroupRegistry.ThrowIfNowhere(member);
        return CallAllAsync(BuiltInMethods.AddToGroup, new GroupRequest(group, [member]), null, cancellationToken);
    }

    public ValueTask<GroupReply<bool>> RemoveFromGroupAsync(
        GroupName group, NodeAddress member, CancellationToken cancellationToken = default)
    {
        GroupRegistry.ThrowIfNotDefinable(group);
        GroupRegistry.ThrowIfNowhere(member);
        return CallAllAsync(BuiltInMethods.RemoveFromGroup, new GroupRequest(group, [member]), null, cancellationToken);
    }

    public ValueTask<GroupReply<bool>> DeleteGroupAsync(GroupName group, CancellationToken cancellationToken = default)
    {
        GroupRegistry.ThrowIfNotDefinable(group);
        return CallAllAsync(BuiltInMethods.DeleteGroup, new GroupRequest(group, []), null, cancellationToken);
    }

    private async ValueTask<GroupReply<GroupView>> CallForViewAsync(
        RpcMethod<GroupRequest, GroupViewData> method, GroupRequest request, CancellationToken cancellationToken)
    {
        GroupReply<GroupViewData> replies =
            await CallAllAsync(method, request, null, cancellationToken).ConfigureAwait(false);
        MemberReply<GroupView>[] views = new MemberReply<GroupView>[replies.Count];
        for (int i = 0; i < views.Length; i++)
        {
            MemberReply<GroupViewData> reply = replies[i];
            views[i] = new MemberReply<GroupView>(
                reply.Member, reply.HasValue ? reply.Value.ToView() : null, reply.Error, reply.Latency);
        }

        return new GroupReply<GroupView>(views);
    }
}
