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

    private void PassOn(in RumorId rumor, NodeId from, int hops, IGossipContext context)
    {
        int members = context.MemberCount;
        if (members == 0)
        {
            return;
        }

        ulong hash = DeterministicRandom.Mix(
            rumor.Origin.High ^ DeterministicRandom.Mix(rumor.Origin.Low + rumor.Sequence));
        int ring = (int)(hash % (ulong)context.RingCount);
        int root = context.RingPosition(ring, rumor.Origin);
        root = root >= 0 ? root : (int)((hash >> 8) % (ulong)members);
        int self = context.RingPosition(ring, context.Self);
        GossipMessage payload = GossipMessage.Payload(rumor);
        if (self < 0)
        {
            Send(context.RingMember(ring, root), from, payload, context);
            return;
        }

        long arity = Math.Max(1, options.Arity.For(members));
        long place = (self - root + members) % members;
        long end = Math.Min((place * arity) + arity, members - 1);
        for (long child = (place * arity) + 1; child <= end; child++)
        {
            Send(context.RingMember(ring, (int)((root + child) % members)), from, payload, context);
        }

        GossipMessage announcement = GossipMessage.Announce(rumor, hops);
        for (int i = 1; i <= options.AnnouncementRings; i++)
        {
            int other = (ring + i) % context.RingCount;
            int position = context.RingPosition(other, context.Self);
            Send(context.RingMember(other, (position + 1) % members), from, announcement, context);
        }
    }

    private static void Send(NodeId to, NodeId from, in GossipMessage message, IGossipContext context)
    {
        if (to != context.Self && to != from)
        {
            context.Send(to, message);
        }
    }
}
