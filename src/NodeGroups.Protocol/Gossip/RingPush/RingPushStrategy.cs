namespace NodeGroups.Gossip;

/// <summary>
/// Every node that newly has a rumor sends it once to its successors on as many rings as the fan-out says.
/// </summary>
/// <remarks>
/// A ring is an order of the members that all compute alike, so nobody is forgotten by chance: everybody is the target
/// of exactly f nodes. The copies of the origin are confirmed: see <see cref="RingStart"/>.
/// </remarks>
internal sealed class RingPushStrategy(Fanout? fanout) : IGossipStrategy
{
    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (rumor.IsRepair || context.MemberCount == 0)
        {
            return;
        }

        int rings = FanoutInUse.RingsOf(fanout, context);
        RingSuccessors.Send(GossipMessage.Payload(rumor.Id), rings, context);
        RingStart.OnRumor(rumor, rings, route: 0, context);
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
        if (message.Rumor.Origin == context.Self)
        {
            RingStart.OnMessage(message, FanoutInUse.RingsOf(fanout, context), context);
        }
    }

    public void OnRound(IGossipContext context)
    {
    }
}
