namespace NodeGroups.Gossip;

/// <summary>
/// Epidemic broadcast trees (Leitão, Pereira and Rodrigues, 2007): payloads along eager links, names along lazy ones.
/// </summary>
/// <remarks>
/// The overlay is this node's successors and predecessors on a few rings, so links are mutual and the overlay is
/// connected. Every link begins eager; a payload that comes twice makes its link lazy on both sides, and what stays
/// eager is a tree that all origins share. A rumor that is announced and does not come is asked for, which makes
/// that link eager again. Beyond the paper: where many rumors are on their way at once, only some of them, chosen alike
/// by all, change links. The copies of one rumor cut a cycle at one place; those of several would cut it at several and
/// leave a part without payloads. Bit 0 of a member's state: the link is lazy.
/// </remarks>
internal sealed class PlumtreeStrategy(PlumtreeOptions options) : IGossipStrategy
{
    private const ulong LazyBit = 1;

    /// <summary>Eight latencies between the mean and what hardly one exceeds.</summary>
    private static readonly LatencyMultiple s_wait = new(Means: 4, Bounds: 4);
    private readonly NodeId[] _neighbours = new NodeId[2 * options.Rings];
    private readonly AnnouncementTable _announced =
        new(new AnnouncementWaits(s_wait, s_wait, Jitter: 0.5, options.MinimumGraftDelay, options.MaximumGraftDelay));
    private readonly RumorPace _pace = new();

    /// <summary>Gets how long an announced rumor is waited for at present.</summary>
    public TimeSpan GraftDelayIn(IGossipContext context) => _announced.DelayIn(context);

    public void OnRumor(in RumorHeader rumor, IGossipContext context)
    {
        _pace.Note(context.Now);
        bool isOnTheWay = _announced.Complete(rumor, context);
        if (isOnTheWay && rumor.From != context.Self && (!rumor.IsRepair || ChangesLinks(rumor.Id, context)))
        {
            context.StateOf(rumor.From) &= ~LazyBit;
        }

        PassOn(rumor.Id, rumor.From, rumor.Hops, isOnTheWay, context);
    }

    public void OnMessage(NodeId from, in GossipMessage message, IGossipContext context)
    {
        switch (message.Kind)
        {
            case GossipMessageKind.Payload:
                OnDuplicate(from, message, context);
                break;
            case GossipMessageKind.Announce:
                _announced.Note(message.Rumor, from, 0, context);
                break;
            case GossipMessageKind.Prune:
                context.StateOf(from) |= LazyBit;
                break;
            case GossipMessageKind.Graft:
                context.StateOf(from) &= ~LazyBit;
                break;
            case GossipMessageKind.Timer when _announced.TryChoose(message.Rumor, context, out NodeId announcer):
                Ask(announcer, message.Rumor, context);
                break;
        }
    }

    public void OnRound(IGossipContext context)
    {
    }

    private bool ChangesLinks(in RumorId rumor, IGossipContext context) =>
        _pace.IsOneOfFew(rumor, GraftDelayIn(context));

    private void Ask(NodeId announcer, in RumorId rumor, IGossipContext context)
    {
        if (ChangesLinks(rumor, context))
        {
            context.StateOf(announcer) &= ~LazyBit;
            context.Send(announcer, new GossipMessage(GossipMessageKind.Graft, rumor));
        }
        else
        {
            context.Send(announcer, GossipMessage.Request(rumor));
        }
    }

    private void OnDuplicate(NodeId from, in GossipMessage payload, IGossipContext context)
    {
        switch (_announced.NoteDuplicate(payload, context))
        {
            case DuplicateKind.FirstOnTheWay:
                context.StateOf(from) &= ~LazyBit;
                PassOn(payload.Rumor, from, payload.Hops, isOnTheWay: true, context);
                break;
            case DuplicateKind.Redundant when ChangesLinks(payload.Rumor, context):
                context.StateOf(from) |= LazyBit;
                context.Send(from, new GossipMessage(GossipMessageKind.Prune, payload.Rumor));
                break;
        }
    }

    /// <summary>
    /// What only repair has brought is announced on every link: where the tree is cut, that is how the part behind the
    /// cut learns of it.
    /// </summary>
    private void PassOn(in RumorId rumor, NodeId from, int hops, bool isOnTheWay, IGossipContext context)
    {
        GossipMessage payload = GossipMessage.Payload(rumor);
        GossipMessage announcement = GossipMessage.Announce(rumor, hops);
        foreach (NodeId neighbour in _neighbours.AsSpan(0, FindNeighbours(context)))
        {
            if (neighbour != from)
            {
                bool isLazy = !isOnTheWay || (context.StateOf(neighbour) & LazyBit) != 0;
                context.Send(neighbour, isLazy ? announcement : payload);
            }
        }
    }

    private int FindNeighbours(IGossipContext context)
    {
        int members = context.MemberCount;
        if (context.RingPosition(0, context.Self) < 0)
        {
            return context.DrawPeers(_neighbours);
        }

        int count = 0;
        for (int ring = 0; ring < options.Rings; ring++)
        {
            int position = context.RingPosition(ring, context.Self);
            count = Add(context.RingMember(ring, (position + 1) % members), count, context);
            count = Add(context.RingMember(ring, (position + members - 1) % members), count, context);
        }

        return count;
    }

    private int Add(NodeId neighbour, int count, IGossipContext context)
    {
        if (neighbour != context.Self && !_neighbours.AsSpan(0, count).Contains(neighbour))
        {
            _neighbours[count++] = neighbour;
        }

        return count;
    }
}
