using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// This node's successors on pseudo-random rings. Which rings, and how far ahead the successor is, follows from the
/// rumor's name, so that a node with dead predecessors for one rumor has others for the next.
/// </summary>
internal static class RingSuccessors
{
    /// <summary>Sends a payload to the successors on so many rings; to all when there are no more others.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="wanted">On how many rings.</param>
    /// <param name="context">The group.</param>
    public static void Send(in GossipMessage payload, int wanted, IGossipContext context)
    {
        if (IsToAll(wanted, context))
        {
            SendToAll(payload, context);
        }
        else
        {
            SendOn(payload, first: 0, wanted, context);
        }
    }

    /// <summary>Tells whether so many rings are as many as there are others, so that all are sent to.</summary>
    /// <param name="wanted">On how many rings.</param>
    /// <param name="context">The group.</param>
    public static bool IsToAll(int wanted, IGossipContext context) => wanted >= context.MemberCount - 1;

    /// <summary>Sends a payload to the successors on some of the rumor's rings.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="first">The first of them, as the rumor counts its rings.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="context">The group: at least two members.</param>
    public static void SendOn(in GossipMessage payload, int first, int end, IGossipContext context)
    {
        int count = context.MemberCount;
        ulong hash = RumorHash.Of(payload.Rumor);
        for (int i = first; i < end; i++)
        {
            int ring = (int)((hash + (ulong)i) % (ulong)context.RingCount);
            int position = context.RingPosition(ring, context.Self);
            int step = StepOf(DeterministicRandom.Mix(hash + (ulong)i), count);
            NodeId peer = context.RingMember(ring, position < 0 ? step : (position + step) % count);
            if (peer != context.Self)
            {
                context.Send(peer, payload);
            }
        }
    }

    /// <summary>Gets how far ahead on a ring the successor is: a step that shares no divisor with the number of
    /// members, or the ring would fall apart into several.</summary>
    /// <param name="hash">What chooses it.</param>
    /// <param name="count">The number of members; at least 2.</param>
    internal static int StepOf(ulong hash, int count)
    {
        int step = (int)(hash % (ulong)(count - 1)) + 1;
        while (HaveCommonDivisor((uint)step, (uint)count))
        {
            step = (step % (count - 1)) + 1;
        }

        return step;
    }

    private static bool HaveCommonDivisor(uint one, uint other)
    {
        while (other != 0)
        {
            (one, other) = (other, one % other);
        }

        return one != 1;
    }

    /// <summary>Sends a payload to every other member.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="context">The group.</param>
    public static void SendToAll(in GossipMessage payload, IGossipContext context)
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
