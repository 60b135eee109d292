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

    public static RpcMethod<LedgerChange, LedgerAnswer> ChangeLedger { get; } = RpcMethod.Create(
        "nodegroups.ledger.change", LibraryJson.Default.LedgerChange, LibraryJson.Default.LedgerAnswer);

    public static RpcMethod<LedgerChange, Nothing> MergeLedger { get; } =
        RpcMethod.Create("nodegroups.ledger.merge", LibraryJson.Default.LedgerChange);

    public static RpcMethod<LedgerQuestion, LedgerDifference> CompareLedger { get; } = RpcMethod.Create(
        "nodegroups.ledger.compare", LibraryJson.Default.LedgerQuestion, LibraryJson.Default.LedgerDifference);

    public static void Register(Node node)
    {
        IGroupRegistry groups = node.Groups;
        Processes.ProcessMethods.Register(node, node.Runtime.Options.Processes);
        Add(node, Status, _ => node.GetStatus());
        Add(node, PutGroup, request => GroupViewData.From(
            groups.Put(request.Group, request.Members, request.Options?.ToOptions(node.Runtime.Options)).View));
        Add(node, GetGroup, request => GroupViewData.From(groups.Get(request.Group)));
        Add(node, AddToGroup, request => groups.Add(request.Group, request.Members[0]));
        Add(node, RemoveFromGroup, request => groups.Remove(request.Group, request.Members[0]));
        Add(node, DeleteGroup, request =>
        {
            groups.Delete(request.Group);
            return true;
        });
        Add(node, CompareLedger, question => Compare(node, question));
        AddAsync(node, ChangeLedger, change => change.Entries is [{ } entry]
            ? node.Ledgers.Get(change.Group).ApplyAsync(entry)
            : throw new CallRefusedException(CallResult.BadArgument, "One change at a time is expected."));
        AddAsync(node, MergeLedger, async change =>
        {
            await node.Ledgers.Get(change.Group).MergeAsync(change.Entries).ConfigureAwait(false);
            return default(Nothing);
        });
    }

    private static LedgerDifference Compare(Node node, LedgerQuestion question)
    {
        SharedGroup shared = node.Ledgers.Get(question.Group);
        List<LedgerEntry> news = LedgerComparer.Cut(
            shared.Compare(question.Known, out List<string> wanted), node.Runtime.PayloadLimit, out bool hasMore);
        GroupOptions options = node.Runtime.Groups.Find(question.Group)?.Options ?? node.Runtime.Options.GroupDefaults;
        return new LedgerDifference(news, hasMore, wanted, GroupOptionsData.From(options));
    }

    private static void Add<TRequest, TReply>(
        Node node, RpcMethod<TRequest, TReply> method, Func<TRequest, TReply> serve) =>
        node.Runtime.Dispatcher.Handlers.Add(new Handler<TRequest, TReply>(
            method, (request, _, _) => ValueTask.FromResult(Serve(serve, request))));

    private static void AddAsync<TRequest, TReply>(
        Node node, RpcMethod<TRequest, TReply> method, Func<TRequest, Task<TReply>> serve) =>
        node.Runtime.Dispatcher.Handlers.Add(new Handler<TRequest, TReply>(
            method, async (request, _, _) => await serve(request).ConfigureAwait(false)));

    private static TReply Serve<TRequest, TReply>(Func<TRequest, TReply> serve, TRequest request)
    {
        try
        {
            return serve(request);
        }
        catch (UnknownGroupException exception)
        {
            throw new CallRefusedException(
                CallResult.UnknownGroup, $"{nameof(UnknownGroupException)}: {exception.Message}");
        }
    }
}
