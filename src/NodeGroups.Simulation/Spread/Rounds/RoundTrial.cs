namespace NodeGroups.Simulation.Spread;

/// <summary>One rumor in synchronous rounds.</summary>
internal sealed class RoundTrial : TrialRunner
{
    private readonly SpreadOptions _options;
    private readonly RoundState _state;
    private readonly RoundKernel _kernel;

    public RoundTrial(SpreadOptions options)
    {
        _options = options;
        _state = new RoundState(options.Nodes, options.Live);
        _kernel = options.Strategy switch
        {
            SpreadStrategy.Push => new PushKernel(options, _state),
            SpreadStrategy.Ring => new RingKernel(options, _state),
            SpreadStrategy.Pull => new ExchangeKernel(options, _state, push: false),
            SpreadStrategy.PushPull => new ExchangeKernel(options, _state, push: true),
            SpreadStrategy.Rumor => new RumorKernel(options, _state),
            _ => new BroadcastKernel(options, _state),
        };
    }

    public override void Run(ulong trial, Span<SpreadTrial> results)
    {
        RoundRandom random = new(_options.Seed, trial);
        _state.Reset();
        _kernel.Reset(ref random);
        int round = 0;
        int lastHop = 0;
        int roundsToAll = _state.IsComplete ? 0 : -1;
        Trace?.Add(_state.Count);
        while (_state.Nodes > 1 && round < _options.RoundLimit && !_kernel.IsOver)
        {
            round++;
            int before = _state.Count;
            _kernel.Round(ref random);
            Trace?.Add(_state.Count);
            lastHop = _state.Count > before ? round : lastHop;
            if (roundsToAll < 0 && _state.IsComplete)
            {
                roundsToAll = round;
            }
        }

        results[0] = new SpreadTrial(
            _state.Count, roundsToAll, round, _kernel.PayloadSends, _kernel.ControlSends, _kernel.BusiestSends(round))
        {
            TimeToAll = roundsToAll,
            LastHop = _kernel.HopsAreRounds ? lastHop : null,
        };
    }
}
