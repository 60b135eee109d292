namespace NodeGroups.Simulation.Spread;

/// <summary>Runs trials one after the other with the same arrays.</summary>
internal sealed class RoundTrial
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

    public SpreadTrial Run(ulong trial)
    {
        RoundRandom random = new(_options.Seed, trial);
        _state.Reset();
        _kernel.Reset(ref random);
        int round = 0;
        int roundsToAll = _state.IsComplete ? 0 : -1;
        while (_state.Nodes > 1 && round < _options.RoundLimit && !_kernel.IsOver)
        {
            round++;
            _kernel.Round(ref random);
            if (roundsToAll < 0 && _state.IsComplete)
            {
                roundsToAll = round;
            }
        }

        return new SpreadTrial(
            _state.Count, roundsToAll, round, _kernel.PayloadSends, _kernel.ControlSends, _kernel.BusiestSends(round));
    }
}
