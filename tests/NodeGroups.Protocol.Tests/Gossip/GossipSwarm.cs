using NodeGroups.Protocol;

namespace NodeGroups.Tests.Gossip;

/// <summary>
/// Many engines in virtual time over a network that loses messages, which they have probed for a while.
/// </summary>
internal sealed class GossipSwarm
{
    private readonly PriorityQueue<(int From, int To, GossipEnvelope Message), (long, long)> _network = new();
    private readonly DeterministicRandom _random;
    private readonly GroupGossipOptions _options;
    private readonly double _loss;
    private readonly Dictionary<NodeId, int> _index = [];
    private readonly (double Minimum, double Maximum) _latency;
    private readonly GossipSettings? _settings;
    private readonly double _sigma;
    private long _order;

    public GossipSwarm(
        int count,
        GossipStrategy strategy,
        double loss,
        ulong seed,
        double minimumLatency = 1,
        double maximumLatency = 5,
        GossipSettings? settings = null,
        double logNormalSigma = 0)
    {
        _latency = (minimumLatency, maximumLatency);
        _sigma = logNormalSigma;
        _settings = settings;
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

    public MonotonicTime LastDelivery { get; private set; }

    public long Lost { get; private set; }

    /// <summary>Gets the totals of all nodes: payloads sent, repaired ones among them, rumors taken in from peers,
    /// controls.</summary>
    public (long Payloads, long Repaired, long Deliveries, long Controls) Totals =>
        (Nodes.Sum(n => n.Counters.PayloadsSent),
            Nodes.Sum(n => n.Counters.PayloadsRepaired),
            Nodes.Sum(n => n.Counters.RumorsDelivered - n.Counters.RumorsPublished),
            Nodes.Sum(n => n.Counters.GossipControlsSent));

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
        Nodes[node].Engine.Publish(
            new PublishRumor(1, "g", RumorKind.Message, "t", new byte[] { 1 }), Now, Nodes[node]);
        Collect(node);
    }

    /// <summary>Publishes at a pace, and gives the payloads sent and controls sent for each delivery to a
    /// peer.</summary>
    public (double Payloads, double Controls) Measure(int rumors, double interval, Func<int, int> origin)
    {
        var before = Totals;
        double start = Now.Ticks / (double)TimeSpan.TicksPerSecond;
        for (int i = 0; i < rumors; i++)
        {
            Publish(origin(i));
            RunUntil(start + (interval * (i + 1)));
        }

        RunUntil(start + (interval * rumors) + 5);
        var after = Totals;
        double deliveries = after.Deliveries - before.Deliveries;
        Assert.That(deliveries, Is.EqualTo((double)rumors * (Nodes.Count - 1)), "everybody gets everything");
        return ((after.Payloads - before.Payloads) / deliveries, (after.Controls - before.Controls) / deliveries);
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
                int before = Nodes[to].Delivered.Count;
                Nodes[to].Engine.Receive(GossipProbe.PeerOf(from), message, Now, Nodes[to]);
                LastDelivery = Nodes[to].Delivered.Count > before ? Now : LastDelivery;
                Collect(to);
            }
        }
    }

    private void Add(ulong seed)
    {
        GossipProbe node = new(Nodes.Count, _settings, seed);
        for (int probe = 0; probe < 32; probe++)
        {
            node.Counters.Network.NoteAnswer(TimeSpan.FromMilliseconds(DrawLatency() + DrawLatency()));
        }

        _index.Add(node.Id, Nodes.Count);
        Nodes.Add(node);
    }

    private void Introduce(GossipProbe node)
    {
        GroupViewChange view = GossipProbe.View("g", (ulong)Nodes.Count, [.. Enumerable.Range(0, Nodes.Count)]);
        node.ClusterMembers.UnionWith(view.Current.Members.Select(m => m.Id));
        node.Engine.SetView(view, _options, Now, node);
    }

    /// <summary>Uniform between the two; or log-normal with a median in the middle.</summary>
    private double DrawLatency()
    {
        if (_sigma == 0)
        {
            return _latency.Minimum + ((_latency.Maximum - _latency.Minimum) * _random.NextDouble());
        }

        double radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
        double normal = radius * Math.Cos(2 * Math.PI * _random.NextDouble());
        return (_latency.Minimum + _latency.Maximum) / 2 * Math.Exp(_sigma * normal);
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

            MonotonicTime arrival = Now + TimeSpan.FromMilliseconds(DrawLatency());
            _network.Enqueue((from, _index[to.Id], (GossipEnvelope)message), (arrival.Ticks, _order++));
        }

        Nodes[from].Sent.Clear();
    }
}
