using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

public sealed class StrategyAllocationTests
{
    private static readonly GossipStrategy[] Strategies =
    [
        GossipStrategies.Broadcast, GossipStrategies.Push(), GossipStrategies.PushForever(),
        GossipStrategies.RingPush(), GossipStrategies.PushPull(), GossipStrategies.RumorMongering(),
        GossipStrategies.RumorMongering(new RumorMongeringOptions { UsesCoin = true }),
        GossipStrategies.RumorMongering(new RumorMongeringOptions { UsesFeedback = false }),
        GossipStrategies.RumorMongering(new RumorMongeringOptions { UsesFeedback = false, UsesCoin = true }),
        GossipStrategies.Plumtree(), GossipStrategies.Tree(), GossipStrategies.AntiEntropy(), GossipStrategies.Auto,
    ];

    private static readonly GroupViewChange NoChange = GossipProbe.View("g", 2, [.. Enumerable.Range(0, 20)]);

    /// <summary>What peers send beside payloads and announcements, which have places of their own below.</summary>
    private static readonly GossipMessageKind[] Controls =
    [
        GossipMessageKind.Feedback, GossipMessageKind.Prune, GossipMessageKind.Graft, GossipMessageKind.Request,
        GossipMessageKind.Digest, GossipMessageKind.Custom,
    ];

    [TestCaseSource(nameof(Strategies))]
    public void A_strategy_should_allocate_nothing_once_it_is_warm(GossipStrategy described)
    {
        IGossipStrategy strategy = described.Create();
        FlatContext context = new();
        Run(strategy, context, 1, 500);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(strategy, context, 501, 1000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(200));
        Assert.That(context.Sends, Is.Positive);
    }

    private static void Run(IGossipStrategy strategy, FlatContext context, ulong first, ulong last)
    {
        for (ulong s = first; s <= last; s++)
        {
            RumorId rumor = new("g", GossipProbe.IdOf(3), s);
            context.Now += TimeSpan.FromSeconds(1);
            context.Known = s - 1;
            strategy.OnMessage(GossipProbe.IdOf(5), GossipMessage.Announce(rumor, 2), context);
            strategy.OnMessage(context.Self, new GossipMessage(GossipMessageKind.Timer, rumor), context);
            context.Known = s;
            NodeId from = GossipProbe.IdOf(s % 5 == 0 ? 0 : 3);
            strategy.OnRumor(new RumorHeader(rumor, from, 1, 10, s % 3 == 0), context);
            strategy.OnMessage(GossipProbe.IdOf(6), GossipMessage.Payload(rumor), context);
            foreach (GossipMessageKind kind in Controls)
            {
                strategy.OnMessage(GossipProbe.IdOf(6), new GossipMessage(kind, rumor), context);
            }

            strategy.OnViewChanged(NoChange, context);
            strategy.OnRound(context);
        }
    }

    private sealed class FlatContext : IGossipContext
    {
        private readonly NodeId[] _members = [.. Enumerable.Range(0, 20).Select(GossipProbe.IdOf)];
        private readonly ulong[] _memberStates = new ulong[20];
        private readonly ulong[] _rumorStates = new ulong[4096];
        private int _next;

        public int Sends { get; private set; }

        public ulong Known { get; set; }

        public NodeId Self => _members[0];

        public MonotonicTime Now { get; set; }

        public int MemberCount => _members.Length;

        public int Fanout => 4;

        public int RingCount => 8;

        public int DrawPeers(Span<NodeId> destination)
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = _members[1 + (i % 19)];
            }

            return destination.Length;
        }

        public int NextRandom(int bound) => _next++ % bound;

        public int RingPosition(int ring, NodeId member) => (Array.IndexOf(_members, member) + ring) % 20;

        public NodeId RingMember(int ring, int position) => _members[(position + 20 - ring) % 20];

        public bool Knows(in RumorId rumor) => rumor.Sequence <= Known;

        public ref ulong StateOf(in RumorId rumor) => ref _rumorStates[rumor.Sequence];

        public ref ulong StateOf(NodeId member) => ref _memberStates[Array.IndexOf(_members, member)];

        public void Send(NodeId to, in GossipMessage message) => Sends++;

        public void SetTimer(in RumorId rumor, TimeSpan delay)
        {
        }

        public void ScheduleRound(TimeSpan delay)
        {
        }
    }
}
