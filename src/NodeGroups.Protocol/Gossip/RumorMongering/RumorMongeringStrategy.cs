namespace NodeGroups.Gossip;

/// <summary>
/// A node sends a hot rumor to a random peer in each round until it loses interest (Demers et al., Epidemic
/// Algorithms for Replicated Database Maintenance, 1987).
/// </summary>
/// <remarks>
/// With feedback and counter, K consecutive contacts in vain end it; a contact without an answer until the next round
/// counts as useful. A rumor is sent the moment it is new, and in at most 64 rounds. State of a rumor: bit 0, it is
/// hot; bit 1, feedback came since the last round; from bit 8 the contacts counted, from bit 32 the rounds.
/// </remarks>
internal sealed class RumorMongeringStrategy(RumorMongeringOptions options) : IGossipStrategy
{
    private const int RoundLimit = 64;
    private const ulong HotBit = 1;
    private const ulong FeedbackBit = 2;
    private const ulong OneContact = 1UL << 8;
    private const ulong ContactMask = 0xFFFFFFUL << 8;
    private const ulong OneRound = 1UL << 32;
    private readonly HotRumorList _hot = new();
    private readonly DrawnPeers _peers = new();

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        if (rumor.IsRepair)
        {
            return;
        }

        context.StateOf(rumor.Id) = HotBit;
        if (Send(rumor.Id, context))
        {
            _hot.Add(rumor.Id);
            context.ScheduleRound(options.RoundInterval);
        }
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
        if (!options.UsesFeedback)
        {
            return;
        }

        if (message.Kind == GossipMessageKind.Payload && message.Value == 0)
        {
            context.Send(from, new GossipMessage(GossipMessageKind.Feedback, message.Rumor));
        }
        else if (message.Kind == GossipMessageKind.Feedback)
        {
            ref ulong state = ref context.StateOf(message.Rumor);
            if ((state & HotBit) != 0)
            {
                state |= FeedbackBit;
                CountContact(ref state, context);
            }
        }
    }

    public void OnRound(IGossipContext context)
    {
        for (int i = 0; i < _hot.Count; i++)
        {
            if (Send(_hot[i], context))
            {
                _hot.Keep(i);
            }
        }

        if (_hot.EndPass())
        {
            context.ScheduleRound(options.RoundInterval);
        }
    }

    private bool Send(in RumorId rumor, IGossipContext context)
    {
        ref ulong state = ref context.StateOf(rumor);
        if ((state & HotBit) == 0)
        {
            return false;
        }

        if (options.UsesFeedback && (state & FeedbackBit) == 0)
        {
            state &= ~ContactMask;
        }

        state = (state & ~FeedbackBit) + OneRound;
        GossipMessage payload = GossipMessage.Payload(rumor);
        foreach (NodeId peer in _peers.Draw(FanoutInUse.PeersOf(options.Fanout, context), context))
        {
            if ((state & HotBit) == 0)
            {
                break;
            }

            context.Send(peer, payload);
            if (!options.UsesFeedback)
            {
                CountContact(ref state, context);
            }
        }

        return (state & HotBit) != 0 && state / OneRound < RoundLimit;
    }

    private void CountContact(ref ulong state, IGossipContext context)
    {
        state += OneContact;
        bool isOver = options.UsesCoin
            ? context.NextRandom(options.K) == 0
            : (state & ContactMask) >> 8 >= (ulong)options.K;
        if (isOver)
        {
            state &= ~HotBit;
        }
    }
}
