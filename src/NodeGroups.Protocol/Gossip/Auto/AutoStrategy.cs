namespace NodeGroups.Gossip;

/// <summary>
/// Broadcasts in a group of at most eight members, pushes on rings in a larger one: a fixed rule, decided for each
/// rumor where it is published or arrives.
/// </summary>
internal sealed class AutoStrategy(Fanout? fanout) : IGossipStrategy
{
    private const int BroadcastMemberLimit = 8;
    private readonly BroadcastStrategy _broadcast = new();
    private readonly RingPushStrategy _ringPush = new(fanout);

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (context.MemberCount <= BroadcastMemberLimit)
        {
            _broadcast.OnRumor(rumor, context);
        }
        else
        {
            _ringPush.OnRumor(rumor, context);
        }
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
    }

    public void OnRound(IGossipContext context)
    {
    }
}
