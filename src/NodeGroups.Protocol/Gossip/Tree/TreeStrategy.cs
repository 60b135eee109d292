using NodeGroups.Protocol;

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
    /// <summary>How many latencies at least a payload is waited for beyond when it should come.</summary>
    public const int LatenciesToWait = 1;

    private readonly AnnouncementTable _announced =
        new(LatenciesToWait, options.MinimumRequestDelay, options.MaximumRequestDelay);

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        bool isLate = !_announced.Complete(rumor, context) || rumor.IsRepair;
        int children = options.Arity.For(context.MemberCount);
        TreePath.PassOn(rumor.Id, rumor.From, rumor.Hops, children, options.AnnouncementRings, 0, isLate, context);
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
        switch (message.Kind)
        {
            case GossipMessageKind.Payload:
                _announced.NoteDuplicate(message, context);
                break;
            case GossipMessageKind.Announce:
                int children = options.Arity.For(context.MemberCount);
                _announced.Note(message.Rumor, from, TreePath.HopsLeft(message, children, context), context);
                break;
            case GossipMessageKind.Timer when _announced.TryChoose(message.Rumor, context, out NodeId announcer):
                context.Send(announcer, GossipMessage.Request(message.Rumor));
                break;
        }
    }

    public void OnRound(IGossipContext context)
    {
    }
}
