using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation.Spread;

/// <summary>Rumors in time through the library's strategies: the engine of every node, over packed arrays.</summary>
internal sealed partial class EngineTrial : TrialRunner
{
    private static readonly GroupName Group = "spread";

    private readonly EventWheel<NodeEvent> _wheel = new();
    private readonly EngineNetwork _network;
    private readonly EngineContext _context;
    private readonly NodeRepair?[] _repairs;
    private readonly GossipDelays _delays;
    private readonly WireSizes _sizes = WireSizes.Usual;
    private readonly long _payloadBytes;
    private readonly IGossipStrategy?[] _strategies;
    private readonly double _timePerTick;
    private RoundRandom _random;
    private DeterministicRandom _jitter = new(0);
    private TargetDraw _draw;
    private ulong _idHigh;
    private bool _isRepairTouched;
    private long _read;

    public EngineTrial(SpreadOptions options)
    {
        SpreadEngineOptions engine = options.Engine;
        options = engine.EagerOnly ? options with { Engine = engine with { Repair = false } } : options;
        Options = options;
        _timePerTick = engine.MeanLatency.Ticks / (double)LatencyTable.TicksPerUnit;
        _network = new EngineNetwork(options, _wheel);
        LatencyTable latency = new(options.Latency ?? SpreadLatency.Constant);
        Latency = latency.Learned(engine.MeanLatency);
        _delays = new GossipDelays(engine.Gossip, Latency);
        _repairs = new NodeRepair?[options.Nodes];
        _payloadBytes = _sizes.Header + options.PayloadBytes;
        _strategies = new IGossipStrategy?[options.Nodes];
        _nextRound = new long[options.Nodes];
        _known = new ulong[options.Nodes];
        _latest = new int[options.Nodes];
        _draw = new TargetDraw(options.Nodes, 16);
        Rings = new RingOrders(options.Nodes);
        States = new MemberStates(options.Nodes);
        _context = new EngineContext(this);
    }

    public SpreadOptions Options { get; }

    /// <summary>Gets the source of every draw.</summary>
    public ref RoundRandom Random => ref _random;

    /// <summary>Gets what all nodes have learned of the latency, as if they had been up for long.</summary>
    public LatencyEstimate Latency { get; }

    public RingOrders Rings { get; }

    public MemberStates States { get; }

    /// <summary>Gets the present time, as strategies see it.</summary>
    public MonotonicTime Time { get; private set; }

    /// <summary>Gets the number of members in every view: first all nodes, later those that live.</summary>
    public int MemberCount { get; private set; }

    /// <summary>Gets the group's fan-out for the present number of members.</summary>
    public int GroupFanout { get; private set; }

    public override void Run(ulong trial, Span<SpreadTrial> results)
    {
        Reset(trial);
        long published = (long)Math.Round((Options.Engine.Rumors - 1) * Options.Engine.Interval
            * LatencyTable.TicksPerUnit);
        long retention = TicksOf(Options.Engine.Gossip.Retention);
        long limit = published + Math.Min((long)Options.RoundLimit * LatencyTable.TicksPerUnit, retention);
        while (!IsOver && _wheel.MoveNext() && _wheel.Now <= limit)
        {
            Time = MonotonicTime.FromOrigin(new TimeSpan((long)(_wheel.Now * _timePerTick)));
            for (ReadOnlySpan<NodeEvent> events = _wheel.Take(); events.Length > 0; events = _wheel.Take())
            {
                LookAhead(events);
                foreach (ref readonly NodeEvent happening in events)
                {
                    Handle(happening, results);
                }
            }
        }

        CountRemainingRepair();
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            Retire(slot, results);
        }

        AddUnattributed(results);
    }

    public NodeId IdOf(int node) => new(_idHigh, (ulong)node + 1);

    /// <summary>Finds a member of the view; negative when the node is none.</summary>
    public int IndexOf(NodeId id) =>
        id.High == _idHigh && id.Low - 1 < (ulong)MemberCount ? (int)(id.Low - 1) : -1;

    /// <summary>Draws distinct peers of a node.</summary>
    public ReadOnlySpan<uint> DrawPeers(int node, int count) =>
        _draw.Next((uint)node, Math.Min(count, MemberCount - 1), ref _random);

    /// <summary>
    /// Gets whether nothing is left, or nothing but rounds of repair that can find nothing: those are counted, not run.
    /// </summary>
    private bool IsOver =>
        _published == Options.Engine.Rumors
        && _wheel.Count == _wakes + _harmless
        && (IsComplete || !Options.Engine.Repair);

    private long TicksOf(TimeSpan time) =>
        (long)Math.Ceiling(Math.Min(time.Ticks / _timePerTick, 1L << 40) - 1e-9);

    private void Reset(ulong trial)
    {
        _random = new RoundRandom(Options.Seed, trial);
        _idHigh = _random.Next() | 1;
        Rings.Reset(_random.Next());
        States.Reset();
        _wheel.Reset();
        _network.Reset();
        _jitter = new DeterministicRandom(_random.Next());
        Array.Clear(_repairs);
        SetMembers(Options.Nodes);
        Array.Clear(_strategies);
        Array.Clear(_nextRound);
        Array.Clear(_known);
        Array.Clear(_latest);
        foreach (RumorSlot? slot in _slots)
        {
            slot?.End();
        }

        Time = MonotonicTime.Zero;
        _published = 0;
        _incomplete = 0;
        _otherSends = 0;
        _otherBytes = 0;
        _harmless = 0;
        _wakes = 0;
        _hasDigests = Options.Engine.Repair;
        Trace?.Add(0);
        _wheel.Add(0, new NodeEvent(NodeEventKind.Publish, 0, 0, 0, 0, -1, 0));
        if (Options.Engine.NoticedAfter is { } noticed && Options.Live < Options.Nodes)
        {
            long ahead = (long)Math.Round(Math.Min(noticed, 1e9) * LatencyTable.TicksPerUnit);
            _wheel.Add(ahead, new NodeEvent(NodeEventKind.Notice, 0, 0, 0, 0, -1, 0));
        }
    }

    private void SetMembers(int count)
    {
        if (count != MemberCount)
        {
            _draw = new TargetDraw(count, 16);
        }

        _draw.Reset();
        MemberCount = count;
        double dead = count == Options.Nodes ? Options.Crash : 0;
        GroupFanout = (Options.Fanout ?? GroupGossipOptions.Default.Fanout).For(count, Options.Loss, dead);
    }

    private IGossipStrategy StrategyOf(int node)
    {
        _context.Begin(node);
        return _strategies[node] ??= Options.Code!.Create();
    }

    private void Handle(in NodeEvent happening, Span<SpreadTrial> results)
    {
        int node = happening.Target;
        _isRepairTouched = false;
        switch (happening.Kind)
        {
            case NodeEventKind.Publish:
                Publish(results);
                break;
            case NodeEventKind.Payload:
                ReceivePayload(happening);
                break;
            case NodeEventKind.Control:
                ReceiveControl(happening);
                break;
            case NodeEventKind.Digest or NodeEventKind.DigestReply:
                ReceiveDigest(happening);
                break;
            case NodeEventKind.Pull:
                ReceivePull(happening);
                break;
            case NodeEventKind.Timer:
                Tell(node, node, new GossipMessage(GossipMessageKind.Timer, NameOf(happening.Rumor)));
                break;
            case NodeEventKind.Round:
                RunRound(node);
                break;
            case NodeEventKind.Repair:
                Wake(node);
                break;
            default:
                NoticeTheDead();
                break;
        }

        if (_isRepairTouched && _repairs[node] is { } repair)
        {
            Arm(node, repair);
        }
    }

    /// <summary>Reads a little of all nodes that something happens at, so that what is far in memory comes at once and
    /// not for one node after the other. It changes nothing.</summary>
    private void LookAhead(ReadOnlySpan<NodeEvent> events)
    {
        long read = 0;
        foreach (ref readonly NodeEvent happening in events)
        {
            int node = happening.Target;
            read += (long)_known[node] + _latest[node] + (_repairs[node]?.LookAt() ?? 0);
        }

        _read = read;
    }
}
