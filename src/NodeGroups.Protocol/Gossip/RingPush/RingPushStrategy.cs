using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// Every node that newly has a rumor sends it once to its successors on as many rings as the fan-out says.
/// </summary>
/// <remarks>
/// A ring is an order of the members that all compute alike, so nobody is forgotten by chance: everybody is the target
/// of exactly f nodes. Only the first copies decide whether a rumor dies out, so only they are confirmed: who has a
/// rumor from its origin announces it there. When fewer than half are confirmed in time, as targets are dead or
/// what was sent was lost, the origin sends it once more, on f other rings.
/// </remarks>
internal sealed class RingPushStrategy(Fanout? fanout) : IGossipStrategy
{
    /// <summary>How long the origin waits: a round trip and a little.</summary>
    private static readonly LatencyMultiple s_patience = new(Means: 2, Bounds: 0.25);

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (rumor.IsRepair || context.MemberCount == 0)
        {
            return;
        }

        int rings = FanoutInUse.RingsOf(fanout, context);
        RingSuccessors.Send(GossipMessage.Payload(rumor.Id), rings, context);
        if (RingSuccessors.IsToAll(rings, context))
        {
            return;
        }

        if (rumor.From == context.Self)
        {
            context.SetTimer(rumor.Id, s_patience.In(context));
        }
        else if (rumor.From == rumor.Id.Origin)
        {
            context.Send(rumor.From, GossipMessage.Announce(rumor.Id, rumor.Hops));
        }
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
        if (message.Rumor.Origin != context.Self)
        {
            return;
        }

        if (message.Kind == GossipMessageKind.Announce)
        {
            context.StateOf(message.Rumor)++;
        }
        else if (message.Kind == GossipMessageKind.Timer)
        {
            SendAgain(message.Rumor, confirmed: context.StateOf(message.Rumor), context);
        }
    }

    public void OnRound(IGossipContext context)
    {
    }

    private void SendAgain(in RumorId rumor, ulong confirmed, IGossipContext context)
    {
        int rings = FanoutInUse.RingsOf(fanout, context);
        if (2 * confirmed < (ulong)rings && !RingSuccessors.IsToAll(rings, context))
        {
            RingSuccessors.SendOn(GossipMessage.Payload(rumor), rings, 2 * rings, context);
        }
    }
}
