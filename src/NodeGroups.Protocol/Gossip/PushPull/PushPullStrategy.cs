namespace NodeGroups.Gossip;

/// <summary>
/// Pushes a rumor to fresh uniform peers, then compares digests with random peers while it is young: what push
/// missed is pulled (Karp, Schindelhauer, Shenker and Vöcking, 2000).
/// </summary>
internal sealed class PushPullStrategy(PushPullOptions options) : IGossipStrategy
{
    private readonly PushStrategy _push = new(options.Fanout);
    private readonly DigestRounds _rounds = new(options.RoundInterval);

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        _push.OnRumor(rumor, context);
        _rounds.Start(options.Rounds, context);
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
    }

    public void OnRound(IGossipContext context) => _rounds.Run(1, context);
}
