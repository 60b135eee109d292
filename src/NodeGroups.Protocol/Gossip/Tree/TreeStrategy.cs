using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// Payloads along a tree that all members compute alike, another one for each rumor, and names to a few others.
/// </summary>
/// <remarks>
/// The tree is the implicit k-ary one (the children of place i are k i + 1 to k i + k) over the order of a ring
/// turned so that the origin is its root; which ring follows from the rumor's name, so the load of inner nodes
/// moves. Names go to this node's successors on the next rings; who has a name and no payload asks for it, and
/// passes it on to its children.
/// </remarks>
internal sealed class TreeStrategy(TreeOptions options) : IGossipStrategy
{
    private readonly AnnouncementTable _announced = new(options.MinimumRequestDelay, options.MaximumRequestDelay);

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (_announced.Complete(rumor, context))
        {
            PassOn(rumor.Id, rumor.From, rumor.Hops, context);
        }
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
        switch (message.Kind)
        {
            case GossipMessageKind.Payload
                when _announced.NoteDuplicate(message, context) == DuplicateKind.FirstOnTheWay:
                PassOn(message.Rumor, from, message.Hops, context);
                break;
            case GossipMessageKind.Announce:
                _announced.Note(message.Rumor, from, context);
                break;
            case GossipMessageKind.Timer when _announced.TryChoose(message.Rumor, context, out NodeId announcer):
                context.Send(announcer, GossipMessage.Request(message.Rumor));
                break;
        }
    }

    public void OnRound(IGossipContext context)
    {
    }

    private void PassOn(in RumorId rumor, NodeId from, int hops, IGossipContext context) =>
        TreePath.PassOn(
            rumor, from, hops, options.Arity.For(context.MemberCount), options.AnnouncementRings, 0, context);
}
