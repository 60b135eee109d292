using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// Every node that newly has a rumor sends it once to its successors on as many rings as the fan-out says.
/// </summary>
/// <remarks>
/// A ring is an order of the members that all compute alike, so nobody is forgotten by chance: everybody is the target
/// of exactly f nodes. Only the first copies decide whether a rumor dies out, so only they are confirmed: who has a
/// rumor from its origin announces it there. When none is confirmed in time, since all f targets are dead or what was
/// sent was lost, the origin sends it once more, on f other rings.
/// </remarks>
internal sealed class RingPushStrategy(Fanout? fanout) : IGossipStrategy
{
    private const ulong Confirmed = 1;

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
            context.SetTimer(rumor.Id, Patience(context.Conditions));
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
            context.StateOf(message.Rumor) = Confirmed;
        }
        else if (message.Kind == GossipMessageKind.Timer && context.StateOf(message.Rumor) != Confirmed)
        {
            SendAgain(message.Rumor, context);
        }
    }

    public void OnRound(IGossipContext context)
    {
    }

    /// <summary>Gets how long the origin waits: a round trip and a little.</summary>
    private static TimeSpan Patience(GossipConditions conditions) =>
        (2 * (conditions.Latency ?? conditions.LatencyBound)) + (conditions.LatencyBound / 2);

    private void SendAgain(in RumorId rumor, IGossipContext context)
    {
        int rings = FanoutInUse.RingsOf(fanout, context);
        if (!RingSuccessors.IsToAll(rings, context))
        {
            RingSuccessors.SendOn(GossipMessage.Payload(rumor), rings, 2 * rings, context);
        }
    }
}
