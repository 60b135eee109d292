namespace NodeGroups.Gossip;

/// <summary>Every node that newly has a rumor sends it once to fresh uniform peers (infect-and-die).</summary>
internal sealed class PushStrategy(Fanout? fanout) : IGossipStrategy
{
    private const int StackLimit = 64;

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (rumor.IsRepair)
        {
            return;
        }

        int count = fanout?.For(context.MemberCount) ?? context.Fanout;
        Span<NodeId> peers = count <= StackLimit ? stackalloc NodeId[count] : new NodeId[count];
        int drawn = context.DrawPeers(peers);
        GossipMessage payload = GossipMessage.Payload(rumor.Id);
        foreach (NodeId peer in peers[..drawn])
        {
            context.Send(peer, payload);
        }
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
    }

    public void OnRound(IGossipContext context)
    {
    }
}
