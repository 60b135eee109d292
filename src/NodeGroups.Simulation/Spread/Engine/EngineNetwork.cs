namespace NodeGroups.Simulation.Spread;

/// <summary>The way of a message: counted, through the sender's upload, lost, or on its way for a latency.</summary>
internal sealed class EngineNetwork
{
    private readonly EventWheel<NodeEvent> _wheel;
    private readonly LatencyTable _latency;
    private readonly uint _lossBits;
    private readonly bool _hasChance;
    private readonly int _live;
    private readonly double _ticksPerByte;
    private readonly double[]? _uploadFree;

    public EngineNetwork(SpreadOptions options, EventWheel<NodeEvent> wheel)
    {
        _wheel = wheel;
        _latency = new LatencyTable(options.Latency ?? SpreadLatency.Constant);
        _lossBits = RoundKernel.LossBitsOf(options.Loss);
        _hasChance = _lossBits != 0 || !_latency.IsFixed;
        _live = options.Live;
        if (options.Engine.UploadBytesPerSecond is { } upload)
        {
            double units = 1 / (upload * options.Engine.MeanLatency.TotalSeconds);
            _ticksPerByte = units * LatencyTable.TicksPerUnit;
            _uploadFree = new double[options.Nodes];
        }
    }

    /// <summary>Forgets what was sent.</summary>
    public void Reset() => Array.Clear(_uploadFree ?? []);

    /// <summary>Sends; what is lost or meets a dead node makes no event.</summary>
    /// <returns>True when it is on its way.</returns>
    public bool Send(in NodeEvent message, long bytes, ref RoundRandom random)
    {
        long departure = 0;
        if (_uploadFree is not null)
        {
            ref double free = ref _uploadFree[message.Source];
            free = Math.Max(free, _wheel.Now) + (bytes * _ticksPerByte);
            departure = (long)Math.Round(free - _wheel.Now);
        }

        if (message.Target >= _live)
        {
            return false;
        }

        // The lower half of the bits decides on the loss, the upper ones on the latency.
        ulong bits = _hasChance ? random.Next() : 0;
        if ((uint)bits < _lossBits)
        {
            return false;
        }

        _wheel.Add(departure + _latency.Draw(bits >> 48), message);
        return true;
    }
}
