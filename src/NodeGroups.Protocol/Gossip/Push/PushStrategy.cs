namespace NodeGroups.Gossip;

/// <summary>Every node that newly has a rumor sends it once to fresh uniform peers (infect-and-die).</summary>
internal sealed class PushStrategy(Fanout? fanout) : IGossipStrategy
{
    private readonly DrawnPeers _peers = new();

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (!rumor.IsRepair)
        {
            _peers.Send(FanoutInUse.PeersOf(fanout, context), GossipMessage.Payload(rumor.Id), context);
        }
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
    }

    public void OnRound(IGossipContext context)
    {
    }
}
