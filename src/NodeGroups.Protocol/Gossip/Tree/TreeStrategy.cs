namespace NodeGroups.Gossip;

/// <summary>
/// Payloads along a tree that all members compute alike, another one for each rumor, and names to a few others.
/// </summary>
/// <remarks>
/// The tree is the implicit k-ary one (the children of place i are k i + 1 to k i + k) over the order of a ring
/// turned so that the origin is its root; which ring follows from the rumor's name, so the load of inner nodes
/// moves. Names go to this node's successors on the next rings; who has a name and no payload asks for it, once the
/// payload should have come by its place in the tree. What came late is not sent to the children, who will have asked
/// others: they are told of it.
/// </remarks>
internal sealed class TreeStrategy(TreeOptions options) : IGossipStrategy
{
    private readonly TreePart _tree = new(options);

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        bool isLate = _tree.Complete(rumor, context);
        TreePart.PassOn(rumor, new TreePass(Children(context), options.AnnouncementRings, 0, isLate), context);
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context) =>
        _tree.OnMessage(from, message, Children(context), context);

    public void OnRound(IGossipContext context)
    {
    }

    /// <summary>Gets the arity: without the loss measured here, since all must compute one tree.</summary>
    private int Children(IGossipContext context) => Math.Max(1, options.Arity.For(context.MemberCount));
}
