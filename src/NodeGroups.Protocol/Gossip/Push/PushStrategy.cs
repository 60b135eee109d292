namespace NodeGroups.Gossip;

/// <summary>Every node that newly has a rumor sends it once to fresh uniform peers (infect-and-die).</summary>
internal sealed class PushStrategy(Fanout? fanout) : IGossipStrategy
{
    private NodeId[] _peers = new NodeId[16];

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (rumor.IsRepair)
        {
            return;
        }

        int count = FanoutInUse.PeersOf(fanout, context);
        if (count > _peers.Length)
        {
            _peers = new NodeId[Math.Max(count, 2 * _peers.Length)];
        }

        Span<NodeId> peers = _peers.AsSpan(0, count);
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
