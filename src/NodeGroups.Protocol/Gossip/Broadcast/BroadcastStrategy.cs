namespace NodeGroups.Gossip;

/// <summary>The origin sends the payload to every member; receivers do nothing.</summary>
internal sealed class BroadcastStrategy : IGossipStrategy
{
    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (rumor.From != context.Self)
        {
            return;
        }

        GossipMessage payload = GossipMessage.Payload(rumor.Id);
        int count = context.MemberCount;
        for (int index = 0; index < count; index++)
        {
            NodeId member = context.MemberAt(index);
            if (member != context.Self)
            {
                context.Send(member, payload);
            }
        }
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
    }

    public void OnRound(IGossipContext context)
    {
    }
}
