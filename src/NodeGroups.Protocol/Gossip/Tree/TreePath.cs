using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// The implicit k-ary tree over the order of a ring, turned so that the origin of a rumor is its root: the children of
/// place i are k i + 1 to k i + k. Which ring follows from the rumor's name.
/// </summary>
internal static class TreePath
{
    /// <summary>Sends a payload to this node's children, and its name to the successors on the next rings.</summary>
    /// <param name="rumor">The rumor.</param>
    /// <param name="from">Who sent it here; gets nothing back.</param>
    /// <param name="hops">Its hops here.</param>
    /// <param name="children">The number of children; at least 1 is used.</param>
    /// <param name="announcements">On how many rings its name goes out.</param>
    /// <param name="route">What the origin writes beside the payload; see <see cref="GossipMessage.Route"/>.</param>
    /// <param name="context">The group.</param>
    public static void PassOn(
        in RumorId rumor, NodeId from, int hops, int children, int announcements, uint route, IGossipContext context)
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
        GossipMessage payload = GossipMessage.Payload(rumor) with { Route = route };
        if (self < 0)
        {
            Send(context.RingMember(ring, root), from, payload, context);
            return;
        }

        long arity = Math.Max(1, children);
        long place = (self - root + members) % members;
        long end = Math.Min((place * arity) + arity, members - 1);
        for (long child = (place * arity) + 1; child <= end; child++)
        {
            Send(context.RingMember(ring, (int)((root + child) % members)), from, payload, context);
        }

        GossipMessage announcement = GossipMessage.Announce(rumor, hops);
        for (int i = 1; i <= announcements; i++)
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
