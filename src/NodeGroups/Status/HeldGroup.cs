namespace NodeGroups;

/// <summary>How a node holds one group. Immutable.</summary>
/// <param name="Group">The group.</param>
/// <param name="Kind">How it came to be here.</param>
/// <param name="MemberCount">The members in this node's view.</param>
/// <param name="Strategy">How it spreads rumors, for example <c>push(fanout=3)</c>.</param>
/// <param name="Fanout">The group's fan-out as text, for example <c>log+2</c>.</param>
public sealed record HeldGroup(GroupName Group, GroupKind Kind, int MemberCount, string Strategy, string Fanout);
