using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

/// <summary>Many engines in virtual time over a network that loses messages.</summary>
internal sealed class GossipSwarm
{
    private readonly PriorityQueue<(int From, int To, GossipEnvelope Message), (long, long)> _network = new();
    private readonly DeterministicRandom _random;
    private readonly GroupGossipOptions _options;
    private readonly double _loss;
    private readonly Dictionary<NodeId, int> _index = [];
    private long _order;

    public GossipSwarm(int count, GossipStrategy strategy, double loss, ulong seed)
    {
        _random = new DeterministicRandom(seed);
        _options = new GroupGossipOptions(strategy, Fanout.Log(1));
        _loss = loss;
        for (int i = 0; i < count; i++)
        {
            Add(seed);
        }

        foreach (GossipProbe node in Nodes)
        {
            Introduce(node);
        }
    }

    public List<GossipProbe> Nodes { get; } = [];

    public MonotonicTime Now { get; private set; }

    public long Lost { get; private set; }

    public GossipProbe Join(ulong seed)
    {
        Add(seed);
        foreach (GossipProbe node in Nodes)
        {
            Introduce(node);
        }

        return Nodes[^1];
    }

    public void Publish(int node)
    {
        Nodes[node].Engine.Publish(new PublishRumor(1, "g", RumorKind.Message, "t", new byte[] { 1 }), Now, Nodes[node]);
        Collect(node);
    }

    /// <summary>Runs until a time, or until everything is idle.</summary>
    public void RunUntil(double seconds)
    {
        MonotonicTime end = GossipProbe.At(seconds);
        while (true)
        {
            MonotonicTime next = _network.TryPeek(out _, out (long Ticks, long Order) head)
                ? MonotonicTime.FromOrigin(new TimeSpan(head.Ticks))
                : MonotonicTime.Never;
            int due = -1;
            for (int i = 0; i < Nodes.Count; i++)
            {
                if (Nodes[i].Engine.NextDeadline < next)
                {
                    next = Nodes[i].Engine.NextDeadline;
                    due = i;
                }
            }

            if (next.IsNever || next > end)
            {
                Now = end;
                return;
            }

            Now = MonotonicTime.Max(Now, next);
            if (due >= 0)
            {
                Nodes[due].Engine.Advance(Now, Nodes[due]);
                Collect(due);
            }
            else
            {
                (int from, int to, GossipEnvelope message) = _network.Dequeue();
                Nodes[to].Engine.Receive(GossipProbe.PeerOf(from), message, Now, Nodes[to]);
                Collect(to);
            }
        }
    }

    private void Add(ulong seed)
    {
        GossipProbe node = new(Nodes.Count, null, seed);
        _index.Add(node.Id, Nodes.Count);
        Nodes.Add(node);
    }

    private void Introduce(GossipProbe node)
    {
        GroupViewChange view = GossipProbe.View("g", (ulong)Nodes.Count, [.. Enumerable.Range(0, Nodes.Count)]);
        node.Engine.SetView(view, _options, Now, node);
    }

    private void Collect(int from)
    {
        foreach ((Peer to, ProtocolMessage message) in Nodes[from].Sent)
        {
            if (_random.NextDouble() < _loss)
            {
                Lost++;
                continue;
            }

            MonotonicTime arrival = Now + TimeSpan.FromMilliseconds(1 + (4 * _random.NextDouble()));
            _network.Enqueue((from, _index[to.Id], (GossipEnvelope)message), (arrival.Ticks, _order++));
        }

        Nodes[from].Sent.Clear();
    }
}
