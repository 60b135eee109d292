using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// The first copies along a tree: each carries a rumor to a large share of the members, so they are confirmed, and the
/// origin sends past a child that does not answer.
/// </summary>
/// <remarks>
/// Who has a rumor from its origin announces it there. To the children of a child that has not confirmed within a round
/// trip and a little the origin sends itself: else their part of the tree would wait for announcements. A child that
/// was only slow costs a few copies, so it is done where the children's children are few among the members. The state
/// of a rumor at its origin holds who has confirmed in bits 0 to 23, the number of children in bits 24 to 31, and the
/// route above.
/// </remarks>
internal static class TreeStart
{
    private const int MembersForEach = 64;
    private const int ChildrenLimit = 24;
    private const int RouteShift = 32;
    private const ulong ChildrenMask = 0xFF;
    private static readonly LatencyMultiple s_patience = new(Means: 2, Bounds: 0.1);

    /// <summary>A rumor is new here: its origin will look after the first copies; who has one of them confirms
    /// it.</summary>
    public static void OnRumor(in RumorHeader rumor, in TreePass pass, IGossipContext context)
    {
        long children = pass.Children;
        bool isFirst = rumor.From == rumor.Id.Origin && !rumor.IsRepair;
        if (!isFirst || children is < 1 or > ChildrenLimit || children * children * MembersForEach > context.MemberCount
            || TreePath.PlaceOf(rumor.Id, rumor.Id.Origin, context) != 0)
        {
            return;
        }

        if (rumor.From == context.Self)
        {
            context.StateOf(rumor.Id) = ((ulong)pass.Route << RouteShift) | ((ulong)children << ChildrenLimit);
            context.SetTimer(rumor.Id, s_patience.In(context));
        }
        else
        {
            context.Send(rumor.From, GossipMessage.Announce(rumor.Id, rumor.Hops));
        }
    }

    /// <summary>A message about a rumor of this node: a confirmation, or the end of the wait for them.</summary>
    public static void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
        ref ulong state = ref context.StateOf(message.Rumor);
        int children = (int)(state >> ChildrenLimit & ChildrenMask);
        if (message.Kind == GossipMessageKind.Announce)
        {
            int place = TreePath.PlaceOf(message.Rumor, from, context);
            state |= place > 0 && place <= children ? Bit(place) : 0;
        }
        else if (message.Kind == GossipMessageKind.Timer)
        {
            GossipMessage payload = GossipMessage.Payload(message.Rumor) with { Route = (uint)(state >> RouteShift) };
            ulong confirmed = state;
            for (int child = 1; child <= children && context.MemberCount > 0; child++)
            {
                if ((confirmed & Bit(child)) == 0)
                {
                    TreePath.SendToChildrenOf(child, children, payload, context);
                }
            }
        }
    }

    private static ulong Bit(int child) => 1UL << (child - 1);
}
