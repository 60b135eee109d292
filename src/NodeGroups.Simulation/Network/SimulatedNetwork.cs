using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>The network between the simulated nodes, with the faults that a scenario asks for. Not
/// thread-safe.</summary>
/// <remarks>
/// Each direction between two nodes keeps its order, as a connection does, unless <see cref="Reordering"/> or
/// <see cref="Duplication"/> strikes. A cut is silent; an address where nobody listens refuses (see
/// <see cref="SimulationOptions.EvidenceSignals"/>). Each kind of fault draws from its own random sequence.
/// </remarks>
public sealed class SimulatedNetwork
{
    private const int HeldFramesLimit = 1_000_000;

    private readonly Simulation _simulation;
    private readonly FrameCodec _codec;
    private readonly DeterministicRandom _lossRandom;
    private readonly DeterministicRandom _duplicationRandom;
    private readonly DeterministicRandom _reorderingRandom;
    private readonly DeterministicRandom _latencyRandom;
    private readonly Dictionary<(int From, int To), Link> _links = [];
    private readonly List<Link> _linksInOrder = [];

    internal SimulatedNetwork(Simulation simulation, DeterministicRandom random)
    {
        _simulation = simulation;
        _codec = new FrameCodec(simulation);
        _lossRandom = random.Split("loss");
        _duplicationRandom = random.Split("duplication");
        _reorderingRandom = random.Split("reordering");
        _latencyRandom = random.Split("latency");
    }

    /// <summary>Gets or sets the share of frames that vanish.</summary>
    /// <value>0 to 1; 0 by default.</value>
    public double Loss { get; set => field = CheckShare(value); }

    /// <summary>Gets or sets the share of frames that arrive twice.</summary>
    /// <value>0 to 1; 0 by default.</value>
    public double Duplication { get; set => field = CheckShare(value); }

    /// <summary>Gets or sets the share of frames that are overtaken by later ones.</summary>
    /// <value>0 to 1; 0 by default.</value>
    public double Reordering { get; set => field = CheckShare(value); }

    /// <summary>Gets or sets by how much a reordered frame is late at most.</summary>
    /// <value>50 milliseconds.</value>
    public TimeSpan ReorderingDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Gets or sets how long frames take on links without a latency of their own.</summary>
    /// <value>A local network: 0.5 ms and a mean jitter of 0.5 ms.</value>
    public Latency Latency { get; set; } = Latency.Lan;

    /// <summary>Gives one direction between two nodes its own latency.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="latency">The latency; null for the network's.</param>
    public void SetLatency(SimulatedNode from, SimulatedNode to, Latency? latency) =>
        LinkOf(from, to).Latency = latency;

    /// <summary>Cuts every link between two sets of nodes, both ways, without a sign to either.</summary>
    /// <param name="one">One set.</param>
    /// <param name="other">The other set; a node in both is not cut from itself.</param>
    public void Partition(IReadOnlyCollection<SimulatedNode> one, IReadOnlyCollection<SimulatedNode> other)
    {
        PartitionOneWay(one, other);
        PartitionOneWay(other, one);
    }

    /// <summary>Cuts every link from one set of nodes to another; the way back stays.</summary>
    /// <param name="from">Whose frames vanish.</param>
    /// <param name="to">On the way to whom.</param>
    public void PartitionOneWay(IReadOnlyCollection<SimulatedNode> from, IReadOnlyCollection<SimulatedNode> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        _simulation.Record(TranscriptKind.Partition, from.Count, to.Count, 0, null);
        _simulation.Coverage.Partitions++;
        foreach (SimulatedNode sender in from)
        {
            foreach (SimulatedNode receiver in to)
            {
                if (!ReferenceEquals(sender, receiver))
                {
                    LinkOf(sender, receiver).IsCut = true;
                }
            }
        }
    }

    /// <summary>Ends every cut and releases every held link. Loss, duplication, reordering and latency stay as they
    /// are.</summary>
    public void Heal()
    {
        _simulation.Record(TranscriptKind.Heal, -1, -1, 0, null);
        foreach (Link link in _linksInOrder)
        {
            link.IsCut = false;
            Release(link);
        }
    }

    /// <summary>Keeps the frames of one direction until <see cref="Release(SimulatedNode, SimulatedNode)"/>.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    public void Hold(SimulatedNode from, SimulatedNode to)
    {
        LinkOf(from, to).IsHeld = true;
        _simulation.Record(TranscriptKind.Hold, from.Index, to.Index, 0, null);
    }

    /// <summary>Lets the held frames of one direction go, in order, in one burst.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    public void Release(SimulatedNode from, SimulatedNode to)
    {
        _simulation.Record(TranscriptKind.Release, from.Index, to.Index, 0, null);
        Release(LinkOf(from, to));
    }

    internal void Send(NodeLife sender, in Peer to, ProtocolMessage message)
    {
        Flight flight = _codec.Pack(sender, to, _simulation.FindNode(to.Address), message);
        Coverage coverage = _simulation.Coverage;
        coverage.Sent++;
        Link? link = flight.Target is null ? null : LinkOf(sender.Node, flight.Target);
        if (flight.Target is not null)
        {
            sender.Touch(flight.Target.Index);
        }

        if (link is { IsCut: true })
        {
            coverage.Cut++;
        }
        else if (Strikes(Loss, _lossRandom))
        {
            coverage.Lost++;
        }
        else if (link is { IsHeld: true } && link.Held.Count < HeldFramesLimit)
        {
            coverage.Held++;
            link.Held.Add(flight);
        }
        else
        {
            Post(flight, link);
        }
    }

    /// <summary>Delivers a signal about a peer to a life, after the latency of the way back, unless that way is
    /// cut.</summary>
    internal void Signal(NodeLife receiver, in Peer about, SimulatedNode? source, PeerSignal signal)
    {
        Link? link = source is null ? null : LinkOf(source, receiver.Node);
        if (!receiver.IsRunning || link is { IsCut: true })
        {
            return;
        }

        long ticks = _simulation.Now.Ticks + (link?.Latency ?? Latency).Draw(_latencyRandom).Ticks;
        _simulation.Queue.Push(ticks, EventKind.Signal, receiver, new ReportPeerSignal(about, signal));
    }

    private static bool Strikes(double share, DeterministicRandom random) => share > 0 && random.NextDouble() < share;

    private static double CheckShare(double value)
    {
        if (!(value is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "The share must be 0 to 1.");
        }

        return value;
    }

    private void Post(Flight flight, Link? link)
    {
        long arrival = _simulation.Now.Ticks + (link?.Latency ?? Latency).Draw(_latencyRandom).Ticks;
        if (Strikes(Reordering, _reorderingRandom))
        {
            _simulation.Coverage.Reordered++;
            arrival += _reorderingRandom.NextTimeSpan(TimeSpan.Zero, ReorderingDelay).Ticks;
        }
        else if (link is not null)
        {
            arrival = Math.Max(arrival, link.LastArrival);
            link.LastArrival = arrival;
        }

        _simulation.Queue.Push(arrival, EventKind.Deliver, null, flight);
        if (Strikes(Duplication, _duplicationRandom))
        {
            _simulation.Coverage.Duplicated++;
            long again = arrival + _duplicationRandom.NextTimeSpan(TimeSpan.Zero, ReorderingDelay).Ticks;
            _simulation.Queue.Push(again, EventKind.Deliver, null, flight);
        }
    }

    private void Release(Link link)
    {
        link.IsHeld = false;
        foreach (Flight flight in link.Held)
        {
            Post(flight, link);
        }

        link.Held.Clear();
    }

    private Link LinkOf(SimulatedNode from, SimulatedNode to)
    {
        if (!_links.TryGetValue((from.Index, to.Index), out Link? link))
        {
            link = new Link();
            _links.Add((from.Index, to.Index), link);
            _linksInOrder.Add(link);
        }

        return link;
    }
}
