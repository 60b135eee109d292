using NodeGroups;

namespace CustomStrategySample;

/// <summary>
/// A node that newly has a rumor sends it to the next two members on a ring, which keeps the load even, and to one
/// random peer, which makes it fast. What these miss, the engine's repair brings.
/// </summary>
public sealed class NeighboursAndAStranger : IGossipStrategy
{
    private readonly NodeId[] _stranger = new NodeId[1];

    /// <inheritdoc/>
    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (rumor.IsRepair || context.MemberCount < 2)
        {
            return;
        }

        GossipMessage payload = GossipMessage.Payload(rumor.Id);
        int ring = (int)(rumor.Id.Sequence % (ulong)context.RingCount);
        int place = context.RingPosition(ring, context.Self);
        for (int step = 1; step <= Math.Min(2, context.MemberCount - 1); step++)
        {
            context.Send(context.RingMember(ring, (place + step + context.MemberCount) % context.MemberCount), payload);
        }

        if (context.MemberCount > 3 && context.DrawPeers(_stranger) == 1)
        {
            context.Send(_stranger[0], payload);
        }
    }

    /// <inheritdoc/>
    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
        // A known rumor came again, or a message of control: this strategy has no use for either.
    }

    /// <inheritdoc/>
    public void OnRound(IGossipContext context)
    {
        // Nothing is sent in rounds; ask for one with context.ScheduleRound.
    }
}
