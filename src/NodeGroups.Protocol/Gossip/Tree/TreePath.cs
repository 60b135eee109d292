using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// The implicit k-ary tree over the order of a ring, turned so that the origin of a rumor is its root: the children of
/// place i are k i + 1 to k i + k. Which ring follows from the rumor's name.
/// </summary>
internal static class TreePath
{
    private const ulong LateBit = 1;

    /// <summary>Sends a payload to this node's children, and its name to the successors on the next rings.</summary>
    /// <param name="rumor">The rumor.</param>
    /// <param name="from">Who sent it here; gets nothing back.</param>
    /// <param name="hops">Its hops here.</param>
    /// <param name="children">The number of children; at least 1 is used.</param>
    /// <param name="announcements">On how many rings its name goes out.</param>
    /// <param name="route">What the origin writes beside the payload, see <see cref="GossipMessage.Route"/>; it goes
    /// with announcements, too.</param>
    /// <param name="isLate">
    /// Whether the rumor came late, on request or by repair: the children have mostly asked others by now. They get its
    /// name, and ask if they still miss it.
    /// </param>
    /// <param name="context">The group.</param>
    public static void PassOn(
        in RumorId rumor,
        NodeId from,
        int hops,
        int children,
        int announcements,
        uint route,
        bool isLate,
        IGossipContext context)
    {
        int members = context.MemberCount;
        if (members == 0)
        {
            return;
        }

        (int ring, int root, int self) = Find(rumor, context);
        GossipMessage announcement = GossipMessage.Announce(rumor, hops) with { Value = (ulong)route << 1 };
        GossipMessage payload = isLate
            ? announcement with { Value = announcement.Value | LateBit }
            : GossipMessage.Payload(rumor) with { Route = route };
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

        for (int i = 1; i <= announcements; i++)
        {
            int other = (ring + i) % context.RingCount;
            int position = context.RingPosition(other, context.Self);
            Send(context.RingMember(other, (position + 1) % members), from, announcement, context);
        }
    }

    /// <summary>Tells in how many hops the payload of an announced rumor should come.</summary>
    /// <param name="announcement">The announcement.</param>
    /// <param name="children">The number of children; at least 1 is used.</param>
    /// <param name="context">The group.</param>
    /// <returns>
    /// How many hops this node is behind the announcer in the tree, at least 0; null when the announcer is its parent
    /// and has told it in place of sending, so that it will not come unless asked for.
    /// </returns>
    public static int? HopsLeft(in GossipMessage announcement, int children, IGossipContext context)
    {
        int members = context.MemberCount;
        if ((announcement.Value & LateBit) != 0)
        {
            return null;
        }

        if (members == 0)
        {
            return 0;
        }

        (_, int root, int self) = Find(announcement.Rumor, context);
        long place = self < 0 ? 0 : (self - root + members) % members;
        int depth = 0;
        while (place > 0)
        {
            place = (place - 1) / Math.Max(1, children);
            depth++;
        }

        return Math.Max(0, depth - announcement.Hops - 1);
    }

    /// <summary>Finds the ring of a rumor's tree, the place of the root there, and that of this node.</summary>
    private static (int Ring, int Root, int Self) Find(in RumorId rumor, IGossipContext context)
    {
        ulong hash = DeterministicRandom.Mix(
            rumor.Origin.High ^ DeterministicRandom.Mix(rumor.Origin.Low + rumor.Sequence));
        int ring = (int)(hash % (ulong)context.RingCount);
        int root = context.RingPosition(ring, rumor.Origin);
        root = root >= 0 ? root : (int)((hash >> 8) % (ulong)context.MemberCount);
        return (ring, root, context.RingPosition(ring, context.Self));
    }

    private static void Send(NodeId to, NodeId from, in GossipMessage message, IGossipContext context)
    {
        if (to != context.Self && to != from)
        {
            context.Send(to, message);
        }
    }
}
