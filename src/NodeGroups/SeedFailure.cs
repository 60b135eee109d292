namespace NodeGroups;

/// <summary>Why a node could not join through one seed node.</summary>
/// <param name="Seed">The seed node's address.</param>
/// <param name="Reason">What happened when it was last tried, in words for people.</param>
public sealed record SeedFailure(NodeAddress Seed, string Reason);
