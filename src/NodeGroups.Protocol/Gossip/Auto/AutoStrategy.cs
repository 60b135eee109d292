namespace NodeGroups.Gossip;

/// <summary>Chooses the way of each rumor where it is published; everybody else follows the choice.</summary>
/// <remarks>
/// The choice travels with every copy, since members may see size, pace and losses differently, and a tree is one only
/// when all take it for one. A copy without a choice, or with one that this build does not know, is passed on as this
/// node would have chosen for a rumor that comes alone. A rumor on rings goes on twice as many from its origin, and
/// its first copies are confirmed, as along a tree.
/// </remarks>
/// <param name="fanout">On how many rings a light rumor goes; null, or a reliability, for what is computed.</param>
internal sealed class AutoStrategy(Fanout? fanout) : IGossipStrategy
{
    private TreePart? _tree;
    private StreamSense _pace;
    private GossipConditions _base = GossipConditions.Default;
    private GossipConditions _stream = GossipConditions.Default with { IsStream = true };

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        bool isStream = _pace.Note(context.Now);
        bool isOrigin = rumor.From == context.Self;
        RumorRoute route = isOrigin
            ? Choose(rumor.PayloadBytes, isStream, context)
            : Read(rumor.Route, rumor.PayloadBytes, context);
        if (route.Strategy == PlannedStrategy.Tree)
        {
            _tree ??= NewTree();
        }

        PassOn(rumor, route, isOrigin, _tree?.Complete(rumor, context) ?? rumor.IsRepair, context);
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
        bool isOwn = message.Rumor.Origin == context.Self;
        if (isOwn && RingStart.RouteOf(message.Rumor, context) is { Strategy: PlannedStrategy.Ring } own)
        {
            RingStart.OnMessage(message, FirstCopies(own), context);
        }
        else if (message.Kind == GossipMessageKind.Announce)
        {
            _tree ??= NewTree();
            bool isKnown = RumorRoute.TryRead(TreePath.RouteOf(message), out RumorRoute announced);
            _tree.OnMessage(from, message, isKnown ? announced.Fanout : 0, context);
        }
        else
        {
            _tree?.OnMessage(from, message, children: 0, context);
        }
    }

    public void OnRound(IGossipContext context)
    {
    }

    /// <summary>On how many rings the origin sends: these copies decide whether a rumor dies out.</summary>
    private static int FirstCopies(RumorRoute route) => 2 * route.Fanout;

    private static TreePart NewTree() => new(new TreeOptions());

    private static void PassOn(
        in RumorHeader rumor, RumorRoute route, bool isOrigin, bool isLate, IGossipContext context)
    {
        GossipMessage payload = GossipMessage.Payload(rumor.Id) with { Route = isOrigin ? route.ToValue() : 0 };
        switch (route.Strategy)
        {
            case PlannedStrategy.Broadcast when isOrigin:
                RingSuccessors.SendToAll(payload, context);
                break;
            case PlannedStrategy.Ring when !rumor.IsRepair && context.MemberCount > 0:
                RingSuccessors.Send(payload, isOrigin ? FirstCopies(route) : route.Fanout, context);
                RingStart.OnRumor(rumor, FirstCopies(route), route.ToValue(), context);
                break;
            case PlannedStrategy.Tree:
                int announcements = RouteChoice.AnnouncementRings(rumor.PayloadBytes, context.Conditions);
                TreePass pass = new(route.Fanout, announcements, route.ToValue(), isLate);
                TreePart.PassOn(rumor, pass, context);
                break;
        }
    }

    private RumorRoute Read(ulong value, int payloadBytes, IGossipContext context) =>
        RumorRoute.TryRead(value, out RumorRoute route) ? route : Choose(payloadBytes, isStream: false, context);

    private RumorRoute Choose(int payloadBytes, bool isStream, IGossipContext context)
    {
        GossipConditions conditions = context.Conditions;
        if (!ReferenceEquals(conditions, _base))
        {
            _base = conditions;
            _stream = conditions with { IsStream = true };
        }

        int members = Math.Max(1, context.MemberCount);
        return RouteChoice.For(members, payloadBytes, isStream ? _stream : _base, fanout);
    }
}
