using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// The first copies on rings: they alone decide whether a rumor dies out, so they are confirmed, and the origin sends
/// once more when most are not.
/// </summary>
/// <remarks>
/// Who has a rumor from its origin announces it there. When fewer than half of the copies are confirmed within a round
/// trip and a little, as targets are dead or what was sent was lost, the origin sends as many on further rings. The
/// state of a rumor at its origin counts the confirmations in bits 0 to 31 and holds the route above.
/// </remarks>
internal static class RingStart
{
    private const int RouteShift = 32;
    private static readonly LatencyMultiple s_patience = new(Means: 2, Bounds: 0.25);

    /// <summary>A rumor is new here, and was sent on.</summary>
    /// <param name="rumor">The rumor.</param>
    /// <param name="copies">On how many rings its origin sends it.</param>
    /// <param name="route">What the origin writes beside the payload.</param>
    /// <param name="context">The group.</param>
    public static void OnRumor(in RumorHeader rumor, int copies, uint route, IGossipContext context)
    {
        if (rumor.From != rumor.Id.Origin || rumor.IsRepair || RingSuccessors.IsToAll(copies, context))
        {
            return;
        }

        if (rumor.From == context.Self)
        {
            context.StateOf(rumor.Id) = (ulong)route << RouteShift;
            context.SetTimer(rumor.Id, s_patience.In(context));
        }
        else
        {
            context.Send(rumor.From, GossipMessage.Announce(rumor.Id, rumor.Hops));
        }
    }

    /// <summary>Gets the route of a rumor of this node whose first copies are confirmed; the default when there is
    /// none.</summary>
    public static RumorRoute RouteOf(in RumorId rumor, IGossipContext context) =>
        RumorRoute.TryRead(context.StateOf(rumor) >> RouteShift, out RumorRoute route) ? route : default;

    /// <summary>A message about a rumor of this node: a confirmation, or the end of the wait for them.</summary>
    public static void OnMessage(in GossipMessage message, int copies, IGossipContext context)
    {
        ref ulong state = ref context.StateOf(message.Rumor);
        if (message.Kind == GossipMessageKind.Announce)
        {
            state++;
        }
        else if (message.Kind == GossipMessageKind.Timer && 2 * (state & uint.MaxValue) < (ulong)copies
            && !RingSuccessors.IsToAll(copies, context))
        {
            GossipMessage payload = GossipMessage.Payload(message.Rumor) with { Route = (uint)(state >> RouteShift) };
            RingSuccessors.SendOn(payload, copies, 2 * copies, context);
        }
    }
}
