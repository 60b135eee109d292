using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// Every node that newly has a rumor sends it once to its successors on as many rings as the fan-out says.
/// </summary>
/// <remarks>
/// A ring is an order of the members that all compute alike, so nobody is forgotten by chance: everybody is the target
/// of exactly f nodes. Which rings, and how far ahead the successor is, follows from the rumor's name, so that a node
/// with dead predecessors for one rumor has others for the next.
/// </remarks>
internal sealed class RingPushStrategy(Fanout? fanout) : IGossipStrategy
{
    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        int count = context.MemberCount;
        if (rumor.IsRepair || count == 0)
        {
            return;
        }

        int wanted = fanout?.For(count) ?? context.Fanout;
        GossipMessage payload = GossipMessage.Payload(rumor.Id);
        if (wanted >= count - 1)
        {
            SendToAll(payload, context);
            return;
        }

        ulong hash = DeterministicRandom.Mix(
            rumor.Id.Origin.High ^ DeterministicRandom.Mix(rumor.Id.Origin.Low + rumor.Id.Sequence));
        for (int i = 0; i < wanted; i++)
        {
            int ring = (int)((hash + (ulong)i) % (ulong)context.RingCount);
            int position = context.RingPosition(ring, context.Self);
            int step = (int)(DeterministicRandom.Mix(hash + (ulong)i) % (ulong)(count - 1)) + 1;
            NodeId peer = context.RingMember(ring, position < 0 ? step : (position + step) % count);
            if (peer != context.Self)
            {
                context.Send(peer, payload);
            }
        }
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
    }

    public void OnRound(IGossipContext context)
    {
    }

    private static void SendToAll(in GossipMessage payload, IGossipContext context)
    {
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
}
