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
    /// <param name="rumor">The rumor; who sent it here gets nothing back.</param>
    /// <param name="pass">How it is passed on.</param>
    /// <param name="context">The group.</param>
    public static void PassOn(in RumorHeader rumor, in TreePass pass, IGossipContext context)
    {
        int members = context.MemberCount;
        if (members == 0)
        {
            return;
        }

        (int ring, int root, int self) = Find(rumor.Id, context);
        GossipMessage announcement = GossipMessage.Announce(rumor.Id, rumor.Hops) with
        {
            Value = (ulong)pass.Route << 1,
        };
        GossipMessage payload = pass.IsLate
            ? announcement with { Value = announcement.Value | LateBit }
            : GossipMessage.Payload(rumor.Id) with { Route = pass.Route };
        if (self < 0)
        {
            Send(context.RingMember(ring, root), rumor.From, payload, context);
            return;
        }

        int place = (self - root + members) % members;
        SendToChildren(new Spot(ring, root, place), Math.Max(1, pass.Children), rumor.From, payload, context);
        int announcements = pass.IsLate && pass.Announcements > 0 ? context.RingCount - 1 : pass.Announcements;
        for (int i = 1; i <= announcements; i++)
        {
            int other = (ring + i) % context.RingCount;
            int position = context.RingPosition(other, context.Self);
            Send(context.RingMember(other, (position + 1) % members), rumor.From, announcement, context);
        }
    }

    /// <summary>Sends a payload to the children of another place in the tree.</summary>
    /// <param name="place">The place.</param>
    /// <param name="children">The number of children; at least 1.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="context">The group: at least one member.</param>
    public static void SendToChildrenOf(int place, int children, in GossipMessage payload, IGossipContext context)
    {
        (int ring, int root, _) = Find(payload.Rumor, context);
        SendToChildren(new Spot(ring, root, place), children, context.Self, payload, context);
    }

    /// <summary>Gets the place of a member in a rumor's tree, 0 for the root; −1 when it is not a member.</summary>
    /// <param name="rumor">The rumor.</param>
    /// <param name="member">The member.</param>
    /// <param name="context">The group.</param>
    public static int PlaceOf(in RumorId rumor, NodeId member, IGossipContext context)
    {
        int members = context.MemberCount;
        if (members == 0)
        {
            return -1;
        }

        (int ring, int root, _) = Find(rumor, context);
        int position = context.RingPosition(ring, member);
        return position < 0 ? -1 : (position - root + members) % members;
    }

    /// <summary>Gets what the origin wrote beside the payload of an announced rumor.</summary>
    /// <param name="announcement">The announcement.</param>
    public static ulong RouteOf(in GossipMessage announcement) => announcement.Value >> 1;

    /// <summary>Tells in how many hops the payload of an announced rumor should come.</summary>
    /// <param name="announcement">The announcement.</param>
    /// <param name="children">The number of children; 0 when it is not known.</param>
    /// <param name="context">The group.</param>
    /// <returns>
    /// How many hops this node is behind the announcer in the tree, at least 0; 0 when nothing is known; null when the
    /// announcer is its parent and has told it in place of sending, so that it will not come unless asked for.
    /// </returns>
    public static int? HopsLeft(in GossipMessage announcement, int children, IGossipContext context)
    {
        int members = context.MemberCount;
        if ((announcement.Value & LateBit) != 0)
        {
            return null;
        }

        if (members == 0 || children == 0)
        {
            return 0;
        }

        (_, int root, int self) = Find(announcement.Rumor, context);
        long place = self < 0 ? 0 : (self - root + members) % members;
        int depth = 0;
        while (place > 0)
        {
            place = (place - 1) / children;
            depth++;
        }

        return Math.Max(0, depth - announcement.Hops - 1);
    }

    /// <summary>Finds the ring of a rumor's tree, the place of the root there, and that of this node.</summary>
    private static (int Ring, int Root, int Self) Find(in RumorId rumor, IGossipContext context)
    {
        ulong hash = RumorHash.Of(rumor);
        int ring = (int)(hash % (ulong)context.RingCount);
        int root = context.RingPosition(ring, rumor.Origin);
        root = root >= 0 ? root : (int)((hash >> 8) % (ulong)context.MemberCount);
        return (ring, root, context.RingPosition(ring, context.Self));
    }

    private static void SendToChildren(
        Spot spot, long children, NodeId from, in GossipMessage message, IGossipContext context)
    {
        int members = context.MemberCount;
        long end = Math.Min((spot.Place * children) + children, members - 1);
        for (long child = (spot.Place * children) + 1; child <= end; child++)
        {
            Send(context.RingMember(spot.Ring, (int)((spot.Root + child) % members)), from, message, context);
        }
    }

    private static void Send(NodeId to, NodeId from, in GossipMessage message, IGossipContext context)
    {
        if (to != context.Self && to != from)
        {
            context.Send(to, message);
        }
    }

    private readonly record struct Spot(int Ring, int Root, int Place);
}
