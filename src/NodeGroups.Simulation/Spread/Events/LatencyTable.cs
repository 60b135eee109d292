using System.Runtime.CompilerServices;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation.Spread;

/// <summary>
/// Latencies in whole ticks, drawn from the inverse of the distribution at 65,536 places rather than computed.
/// </summary>
internal sealed class LatencyTable
{
    /// <summary>How many ticks one mean latency has.</summary>
    public const int TicksPerUnit = 256;

    private const int Places = 65_536;
    private const double LogNormalDeviation = 0.5;
    private readonly ushort[] _ticks;
    private readonly int _mask;

    public LatencyTable(SpreadLatency latency)
    {
        bool isFixed = latency is SpreadLatency.None or SpreadLatency.Constant;
        _ticks = new ushort[isFixed ? 1 : Places];
        _mask = _ticks.Length - 1;
        for (int i = 0; i < _ticks.Length; i++)
        {
            double units = Quantile(latency, (i + 0.5) / _ticks.Length);
            _ticks[i] = (ushort)Math.Round(units * TicksPerUnit);
        }
    }

    /// <summary>Gets whether every draw gives the same.</summary>
    public bool IsFixed => _mask == 0;

    /// <summary>Draws from 16 random bits; more bits than that are passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Draw(ulong bits)
    {
        ushort[] ticks = _ticks;
        return ticks[(int)bits & (ticks.Length - 1)];
    }

    /// <summary>Draws; a fixed latency takes no random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Draw(ref RoundRandom random) => _mask == 0 ? _ticks[0] : Draw(random.Next() >> 48);

    /// <summary>Gets what a node has learned whose probes have met this latency for long.</summary>
    /// <param name="mean">What one unit is.</param>
    public LatencyEstimate Learned(TimeSpan mean)
    {
        // A round trip is the sum of two draws: those at the same place and at places all over the table.
        double ticks = 0;
        double deviation = 0;
        const int strides = 64;
        for (int i = 0; i < _ticks.Length; i++)
        {
            ticks += _ticks[i];
        }

        ticks /= _ticks.Length;
        int step = Math.Max(1, _ticks.Length / strides / 4);
        int count = 0;
        for (int i = 0; i < _ticks.Length; i += step)
        {
            for (int j = 0; j < _ticks.Length; j += step)
            {
                deviation += Math.Abs(_ticks[i] + _ticks[j] - (2 * ticks));
                count++;
            }
        }

        double unit = mean.Ticks / (double)TicksPerUnit;
        return new LatencyEstimate(
            new TimeSpan((long)(2 * ticks * unit)), new TimeSpan((long)(deviation / count * unit)));
    }

    private static double Quantile(SpreadLatency latency, double share) => latency switch
    {
        SpreadLatency.None => 0,
        SpreadLatency.Constant => 1,
        SpreadLatency.Uniform => 0.5 + share,
        SpreadLatency.Exponential => -Math.Log(1 - share),
        _ => Math.Exp((LogNormalDeviation * NormalQuantile(share)) - (LogNormalDeviation * LogNormalDeviation / 2)),
    };

    /// <summary>Inverts the normal distribution by bisection of its series; exact enough for a table.</summary>
    private static double NormalQuantile(double share)
    {
        double low = -8;
        double high = 8;
        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = NormalShare(middle) < share ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/15 + …); Marsaglia, 2004.</summary>
    private static double NormalShare(double x)
    {
        double term = x;
        double sum = x;
        for (int i = 3; i < 400 && Math.Abs(term) > 1e-18; i += 2)
        {
            term *= x * x / i;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}
