using System.Text.Json.Serialization;

namespace NodeGroups;

/// <summary>Changes of a group's ledger, on the wire.</summary>
internal sealed record LedgerChange(GroupName Group, IReadOnlyList<LedgerEntry> Entries);

/// <summary>What a member did with a change.</summary>
/// <param name="IsStale">It knows something newer and changed nothing.</param>
/// <param name="HasChanged">It was not so before.</param>
/// <param name="Version">The newest version in its ledger.</param>
internal sealed record LedgerAnswer(bool IsStale, bool HasChanged, long Version);

/// <summary>What a ledger holds under one key.</summary>
internal sealed record LedgerMark(string Key, long Version, NodeId Writer);

/// <summary>Asks a member whether its ledger holds the same, which it mostly does.</summary>
[JsonConverter(typeof(LedgerSummaryConverter))]
internal sealed record LedgerSummary(GroupName Group, int Count, ulong Hash);

/// <summary>Asks a member for what it has and the asker lacks.</summary>
internal sealed record LedgerQuestion(GroupName Group, IReadOnlyList<LedgerMark> Known);

/// <summary>What the asker lacks, cut to a size, and what the member lacks.</summary>
internal sealed record LedgerDifference(
    IReadOnlyList<LedgerEntry> Entries, bool HasMore, IReadOnlyList<string> Wanted, GroupOptionsData? Options);
