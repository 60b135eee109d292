using System.Runtime.CompilerServices;

namespace NodeGroups.Simulation.Spread;

/// <summary>One rumor in continuous time: push, rings, pull and broadcast with latencies, without repair.</summary>
/// <remarks>
/// An event is 64 bits: what in the upper 2, hops in 14, two nodes of 24. A message that is lost or meets a dead node
/// is counted where it is sent and makes no event.
/// </remarks>
internal sealed class EventTrial : TrialRunner
{
    private const ulong Copy = 0;
    private const ulong Clock = 1;
    private const ulong Question = 2;
    private const int HopLimit = (1 << 14) - 1;
    private const uint NodeMask = SpreadOptions.NodeLimit - 1;

    private readonly SpreadOptions _options;
    private readonly RoundState _state;
    private readonly EventWheel<ulong> _wheel = new();
    private readonly LatencyTable _latency;
    private readonly LatencyTable _clock = new(SpreadLatency.Exponential);
    private readonly TargetDraw? _draw;
    private readonly SuccessorRings? _rings;
    private readonly int[]? _sends;
    private readonly uint _lossBits;
    private readonly int _fanout;
    private readonly bool _isPull;
    private readonly bool _hasClocks;
    private readonly bool _hasChance;
    private long _payloadSends;
    private long _controlSends;
    private int _lastHop;
    private long _lastInformed;

    public EventTrial(SpreadOptions options)
    {
        _options = options;
        _state = new RoundState(options.Nodes, options.Live);
        _latency = new LatencyTable(options.Latency ?? SpreadLatency.Constant);
        _lossBits = RoundKernel.LossBitsOf(options.Loss);
        _hasChance = _lossBits != 0 || !_latency.IsFixed;
        _fanout = options.FanoutCount;
        _isPull = options.Strategy == SpreadStrategy.Pull;
        _hasClocks = _isPull || (options.Strategy == SpreadStrategy.Push && options.Mode == PushMode.Forever);
        if (options.Strategy == SpreadStrategy.Ring)
        {
            _rings = new SuccessorRings(options.Nodes, options.FanoutCount);
        }
        else if (options.Strategy != SpreadStrategy.Broadcast)
        {
            _draw = new TargetDraw(options.Nodes, options.FanoutCount);
        }

        _sends = _hasClocks ? new int[options.Nodes] : null;
    }

    public override void Run(ulong trial, Span<SpreadTrial> results)
    {
        RoundRandom random = new(_options.Seed, trial);
        Reset(ref random);
        long limit = (long)_options.RoundLimit * LatencyTable.TicksPerUnit;
        while (!(_hasClocks && _state.IsComplete) && _wheel.MoveNext() && _wheel.Now <= limit)
        {
            for (ReadOnlySpan<ulong> events = _wheel.Take(); events.Length > 0; events = _wheel.Take())
            {
                Handle(events, ref random);
            }
        }

        double time = (double)_lastInformed / LatencyTable.TicksPerUnit;
        int busiest = _sends?.Max() ?? (_state.Nodes == 1 ? 0 : _fanout);
        bool isComplete = _state.IsComplete;
        results[0] = new SpreadTrial(
            _state.Count,
            isComplete ? (int)Math.Ceiling(time) : -1,
            UnitOf(_wheel.Now),
            _payloadSends,
            _controlSends,
            busiest)
        {
            TimeToAll = isComplete ? time : -1,
            LastHop = _hasClocks ? null : _lastHop,
        };
    }

    private static int UnitOf(long tick) =>
        (int)((tick + LatencyTable.TicksPerUnit - 1) / LatencyTable.TicksPerUnit);

    private void Reset(ref RoundRandom random)
    {
        _state.Reset();
        _wheel.Reset();
        _draw?.Reset();
        _rings?.Draw(ref random);
        Array.Clear(_sends ?? []);
        _payloadSends = 0;
        _controlSends = 0;
        _lastHop = 0;
        _lastInformed = 0;
        Trace?.Add(1);
        if (_state.Nodes == 1)
        {
            return;
        }

        if (_isPull)
        {
            for (uint node = 1; node < _state.Live; node++)
            {
                SetClock(node, ref random);
            }
        }
        else
        {
            Spread(0, 0, ref random);
        }
    }

    private void Handle(ReadOnlySpan<ulong> events, ref RoundRandom random)
    {
        foreach (ulong happening in events)
        {
            uint node = (uint)happening & NodeMask;
            switch (happening >> 62)
            {
                case Copy:
                    if (!_state.IsInformed(node))
                    {
                        Inform(node, (int)(happening >> 48) & HopLimit, ref random);
                    }

                    break;
                case Clock:
                    Tick(node, ref random);
                    break;
                default:
                    Answer(node, (uint)(happening >> 24) & NodeMask, ref random);
                    break;
            }
        }
    }

    private void Inform(uint node, int hops, ref RoundRandom random)
    {
        _state.Inform(node);
        _lastHop = Math.Max(_lastHop, hops);
        _lastInformed = _wheel.Now;
        if (Trace is { } trace)
        {
            for (int unit = UnitOf(_wheel.Now); trace.Count <= unit;)
            {
                trace.Add(trace[^1]);
            }

            trace[^1] = _state.Count;
        }

        if (!_isPull)
        {
            Spread(node, hops, ref random);
        }
    }

    /// <summary>What a node does that has just been informed.</summary>
    private void Spread(uint node, int hops, ref RoundRandom random)
    {
        int next = Math.Min(hops + 1, HopLimit);
        if (_hasClocks)
        {
            SetClock(node, ref random);
        }
        else if (_draw is not null)
        {
            foreach (uint target in _draw.Next(node, _fanout, ref random))
            {
                Send(target, next, ref random);
            }
        }
        else if (_rings is not null)
        {
            foreach (uint[] ring in _rings.Successors)
            {
                Send(ring[node], next, ref random);
            }
        }
        else if (node == 0)
        {
            for (uint target = 1; target < _state.Nodes; target++)
            {
                Send(target, next, ref random);
            }
        }
    }

    private void Tick(uint node, ref RoundRandom random)
    {
        if (_isPull && _state.IsInformed(node))
        {
            return;
        }

        foreach (uint target in _draw!.Next(node, _fanout, ref random))
        {
            if (!_isPull)
            {
                _sends![node]++;
                Send(target, 1, ref random);
                continue;
            }

            _controlSends++;
            if (target < _state.Live && !IsLost(ref random))
            {
                _wheel.Add(_latency.Draw(ref random), (Question << 62) | ((ulong)node << 24) | target);
            }
        }

        SetClock(node, ref random);
    }

    private void Answer(uint node, uint asker, ref RoundRandom random)
    {
        if (_state.IsInformed(node))
        {
            _sends![node]++;
            Send(asker, 1, ref random);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Send(uint target, int hops, ref RoundRandom random)
    {
        _payloadSends++;
        if (target < _state.Live)
        {
            // The lower half of the bits decides on the loss, the upper ones on the latency.
            ulong bits = _hasChance ? random.Next() : 0;
            if ((uint)bits >= _lossBits)
            {
                _wheel.Add(_latency.Draw(bits >> 48), ((ulong)hops << 48) | target);
            }
        }
    }

    private void SetClock(uint node, ref RoundRandom random) =>
        _wheel.Add(_clock.Draw(ref random), (Clock << 62) | node);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsLost(ref RoundRandom random) => _lossBits != 0 && (uint)random.Next() < _lossBits;
}
