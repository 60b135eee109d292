using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>The methods that every node serves by itself.</summary>
internal static class BuiltInMethods
{
    public static RpcMethod<Nothing, NodeStatus> Status { get; } =
        new("nodegroups.status", static () => LibraryJson.Default.Nothing, static () => LibraryJson.Default.NodeStatus);

    public static RpcMethod<GroupRequest, GroupViewData> PutGroup { get; } =
        new(
            "nodegroups.groups.put",
            static () => LibraryJson.Default.GroupRequest,
            static () => LibraryJson.Default.GroupViewData);

    public static RpcMethod<GroupRequest, GroupViewData> GetGroup { get; } =
        new(
            "nodegroups.groups.get",
            static () => LibraryJson.Default.GroupRequest,
            static () => LibraryJson.Default.GroupViewData);

    public static RpcMethod<GroupRequest, bool> AddToGroup { get; } =
        new(
            "nodegroups.groups.add",
            static () => LibraryJson.Default.GroupRequest,
            static () => LibraryJson.Default.Boolean);

    public static RpcMethod<GroupRequest, bool> RemoveFromGroup { get; } =
        new(
            "nodegroups.groups.remove",
            static () => LibraryJson.Default.GroupRequest,
            static () => LibraryJson.Default.Boolean);

    public static RpcMethod<GroupRequest, bool> DeleteGroup { get; } =
        new(
            "nodegroups.groups.delete",
            static () => LibraryJson.Default.GroupRequest,
            static () => LibraryJson.Default.Boolean);

    public static void Register(Node node)
    {
        IGroupRegistry groups = node.Groups;
        LibraryHandlers.Add(node, Status, _ => node.GetStatus());
        LibraryHandlers.Add(node, PutGroup, request => GroupViewData.From(
            groups.Put(request.Group, request.Members, request.Options?.ToOptions(node.Runtime.Options)).View));
        LibraryHandlers.Add(node, GetGroup, request => GroupViewData.From(groups.Get(request.Group)));
        LibraryHandlers.Add(node, AddToGroup, request => groups.Add(request.Group, OneOf(request)));
        LibraryHandlers.Add(node, RemoveFromGroup, request => groups.Remove(request.Group, OneOf(request)));
        LibraryHandlers.Add(node, DeleteGroup, request =>
        {
            groups.Delete(request.Group);
            return true;
        });
    }

    private static NodeAddress OneOf(GroupRequest request) => request.Members is [var member]
        ? member
        : throw new CallRefusedException(CallResult.BadArgument, "One member at a time is expected.");
}
