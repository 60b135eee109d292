namespace NodeGroups;

/// <summary>What a handler learns about the call it serves.</summary>
/// <param name="Caller">The node that called, or that published the gossiped invocation.</param>
/// <param name="CallerAddress">Where the caller listens; none for a gossiped invocation whose origin is not in
/// view.</param>
/// <param name="Group">The group through which this node was addressed; the default value for a call to one
/// node.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Rumor">The rumor that carried the invocation; null for a call.</param>
public readonly record struct CallContext(
    NodeId Caller, NodeAddress CallerAddress, GroupName Group, string Method, RumorId? Rumor)
{
    /// <summary>Gets a value indicating whether the method was invoked by gossip, so that nobody waits for a
    /// reply.</summary>
    public bool IsGossip => Rumor is not null;
}
