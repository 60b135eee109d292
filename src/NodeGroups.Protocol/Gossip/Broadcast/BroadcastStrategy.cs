namespace NodeGroups.Gossip;

/// <summary>The origin sends the payload to every member; receivers do nothing.</summary>
internal sealed class BroadcastStrategy : IGossipStrategy
{
    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (rumor.From == context.Self)
        {
            RingSuccessors.SendToAll(GossipMessage.Payload(rumor.Id), context);
        }
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
    }

    public void OnRound(IGossipContext context)
    {
    }
}
