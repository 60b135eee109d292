namespace NodeGroups.Runtime;

/// <summary>The methods that every node serves by itself.</summary>
internal static class BuiltInMethods
{
    public static RpcMethod<Nothing, NodeStatus> Status { get; } =
        RpcMethod.Create("nodegroups.status", LibraryJson.Default.Nothing, LibraryJson.Default.NodeStatus);

    public static RpcMethod<GroupRequest, GroupViewData> PutGroup { get; } =
        RpcMethod.Create("nodegroups.groups.put", LibraryJson.Default.GroupRequest, LibraryJson.Default.GroupViewData);

    public static RpcMethod<GroupRequest, GroupViewData> GetGroup { get; } =
        RpcMethod.Create("nodegroups.groups.get", LibraryJson.Default.GroupRequest, LibraryJson.Default.GroupViewData);

    public static RpcMethod<GroupRequest, bool> AddToGroup { get; } =
        RpcMethod.Create("nodegroups.groups.add", LibraryJson.Default.GroupRequest, LibraryJson.Default.Boolean);

    public static RpcMethod<GroupRequest, bool> RemoveFromGroup { get; } =
        RpcMethod.Create("nodegroups.groups.remove", LibraryJson.Default.GroupRequest, LibraryJson.Default.Boolean);

    public static RpcMethod<GroupRequest, bool> DeleteGroup { get; } =
        RpcMethod.Create("nodegroups.groups.delete", LibraryJson.Default.GroupRequest, LibraryJson.Default.Boolean);

    public static void Register(Node node)
    {
        IGroupRegistry groups = node.Groups;
        Add(node, Status, _ => node.GetStatus());
        Add(node, PutGroup, request => GroupViewData.From(groups.Put(request.Group, request.Members).View));
        Add(node, GetGroup, request => GroupViewData.From(groups.Get(request.Group)));
        Add(node, AddToGroup, request => groups.Add(request.Group, request.Members[0]));
        Add(node, RemoveFromGroup, request => groups.Remove(request.Group, request.Members[0]));
        Add(node, DeleteGroup, request =>
        {
            groups.Delete(request.Group);
            return true;
        });
    }

    private static void Add<TRequest, TReply>(Node node, RpcMethod<TRequest, TReply> method, Func<TRequest, TReply> serve) =>
        node.Runtime.Dispatcher.Handlers.Add(new Handler<TRequest, TReply>(
            method, (request, _, _) => ValueTask.FromResult(serve(request))));
}
