using NodeGroups.Protocol;
using NodeGroups.Runtime;

namespace NodeGroups;

/// <summary>What every node serves to keep ledgers in step.</summary>
internal static class LedgerMethods
{
    public static RpcMethod<LedgerChange, LedgerAnswer> Change { get; } =
        new(
            "nodegroups.ledger.change",
            static () => LibraryJson.Default.LedgerChange,
            static () => LibraryJson.Default.LedgerAnswer);

    public static RpcMethod<LedgerChange, Nothing> Merge { get; } =
        new(
            "nodegroups.ledger.merge",
            static () => LibraryJson.Default.LedgerChange,
            static () => LibraryJson.Default.Nothing);

    public static RpcMethod<LedgerQuestion, LedgerDifference> Compare { get; } =
        new(
            "nodegroups.ledger.compare",
            static () => LibraryJson.Default.LedgerQuestion,
            static () => LibraryJson.Default.LedgerDifference);

    public static RpcMethod<LedgerSummary, bool> IsSame { get; } =
        new(
            "nodegroups.ledger.is-same",
            static () => StartJson.Default.LedgerSummary,
            static () => StartJson.Default.Boolean);

    public static void Register(Node node)
    {
        LibraryHandlers.Add(node, Compare, question => CompareWith(node, question));
        LibraryHandlers.Add(node, IsSame, theirs => node.Ledgers.Get(theirs.Group).Summarize() == theirs);
        LibraryHandlers.Add(node, Change, async (change, _, _) => change.Entries is [var entry]
            ? await node.Ledgers.Get(change.Group).ApplyAsync(entry).ConfigureAwait(false)
            : throw new CallRefusedException(CallResult.BadArgument, "One change at a time is expected."));
        LibraryHandlers.Add(node, Merge, async (change, _, _) =>
        {
            Demand(change.Entries);
            await node.Ledgers.Get(change.Group).MergeAsync(change.Entries).ConfigureAwait(false);
            return default(Nothing);
        });
    }

    private static LedgerDifference CompareWith(Node node, LedgerQuestion question)
    {
        Demand(question.Known);
        SharedGroup shared = node.Ledgers.Get(question.Group);
        List<LedgerEntry> news = LedgerComparer.Cut(
            shared.Compare(question.Known, out List<string> wanted), node.Runtime.PayloadLimit, out bool hasMore);
        GroupOptions options = node.Runtime.Groups.Find(question.Group)?.Options ?? node.Runtime.Options.GroupDefaults;
        return new LedgerDifference(news, hasMore, wanted, GroupOptionsData.From(options));
    }

    private static void Demand<T>(IReadOnlyList<T?>? list)
        where T : class
    {
        if (list is null || list.Contains(null))
        {
            throw new CallRefusedException(CallResult.BadArgument, "A list without gaps is expected.");
        }
    }
}
