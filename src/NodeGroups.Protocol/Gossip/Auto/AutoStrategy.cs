namespace NodeGroups.Gossip;

/// <summary>Chooses the way of each rumor where it is published; everybody else follows the choice.</summary>
/// <remarks>
/// The choice travels with every copy, since members may see size, pace and losses differently, and a tree is one only
/// when all take it for one. A copy without a choice, or with one that this build does not know, is passed on as this
/// node would have chosen for a rumor that comes alone. A rumor on rings goes on twice as many from its origin: these
/// copies decide whether it dies out.
/// </remarks>
/// <param name="fanout">On how many rings a light rumor goes; null, or a reliability, for what is computed.</param>
internal sealed class AutoStrategy(Fanout? fanout) : IGossipStrategy
{
    private static readonly TreeOptions s_tree = new();
    private AnnouncementTable? _announced;
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
            _announced ??= NewTable();
        }

        bool isLate = (_announced is not null && !_announced.Complete(rumor, context)) || rumor.IsRepair;
        PassOn(rumor, route, isOrigin, isLate, context);
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
        switch (message.Kind)
        {
            case GossipMessageKind.Payload:
                _announced?.NoteDuplicate(message, context);
                break;
            case GossipMessageKind.Announce:
                _announced ??= NewTable();
                int? hopsLeft = RumorRoute.TryRead(message.Value >> 1, out RumorRoute announced)
                    || (message.Value & 1) != 0
                    ? TreePath.HopsLeft(message, announced.Fanout, context)
                    : 0;
                _announced.Note(message.Rumor, from, hopsLeft, context);
                break;
            case GossipMessageKind.Timer when _announced is not null
                && _announced.TryChoose(message.Rumor, context, out NodeId announcer):
                context.Send(announcer, GossipMessage.Request(message.Rumor));
                break;
        }
    }

    public void OnRound(IGossipContext context)
    {
    }

    private static AnnouncementTable NewTable() =>
        new(TreeStrategy.LatenciesToWait, s_tree.MinimumRequestDelay, s_tree.MaximumRequestDelay);

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
                RingSuccessors.Send(payload, isOrigin ? 2 * route.Fanout : route.Fanout, context);
                break;
            case PlannedStrategy.Tree:
                int announcements = RouteChoice.AnnouncementRings(rumor.PayloadBytes, context.Conditions);
                TreePath.PassOn(
                    rumor.Id, rumor.From, rumor.Hops, route.Fanout, announcements, route.ToValue(), isLate, context);
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
        RumorRoute route = RouteChoice.For(members, payloadBytes, isStream ? _stream : _base, fanout);
        return route.Strategy == PlannedStrategy.Striped ? route with { Strategy = PlannedStrategy.Tree } : route;
    }
}
