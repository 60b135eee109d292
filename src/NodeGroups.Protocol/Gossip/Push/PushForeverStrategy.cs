using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// Every node that has a rumor sends it to fresh uniform peers in every round of its hot time (infect-forever;
/// Frieze and Grimmett, 1985; Pittel, 1987).
/// </summary>
/// <remarks>State of a rumor: bit 0, it is hot; above, the ticks at which it no longer is.</remarks>
internal sealed class PushForeverStrategy(PushForeverOptions options) : IGossipStrategy
{
    private readonly HotRumorList _hot = new();
    private readonly DrawnPeers _peers = new();

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (rumor.IsRepair)
        {
            return;
        }

        context.StateOf(rumor.Id) = ((ulong)(context.Now + options.HotTime).Ticks << 1) | 1;
        Send(rumor.Id, context);
        _hot.Add(rumor.Id);
        context.ScheduleRound(options.RoundInterval);
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
    }

    public void OnRound(IGossipContext context)
    {
        for (int i = 0; i < _hot.Count; i++)
        {
            ulong state = context.StateOf(_hot[i]);
            if ((state & 1) != 0 && context.Now < MonotonicTime.FromOrigin(new TimeSpan((long)(state >> 1))))
            {
                Send(_hot[i], context);
                _hot.Keep(i);
            }
        }

        if (_hot.EndPass())
        {
            context.ScheduleRound(options.RoundInterval);
        }
    }

    private void Send(in RumorId rumor, IGossipContext context) =>
        _peers.Send(FanoutInUse.PeersOf(options.Fanout, context), GossipMessage.Payload(rumor), context);
}
