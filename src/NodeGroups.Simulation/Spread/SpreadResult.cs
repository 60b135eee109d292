using NodeGroups.Gossip;
using NodeGroups.Simulation.Spread;

namespace NodeGroups.Simulation;

/// <summary>
/// What the trials of one run of the spread model came to. All figures are over live nodes. Immutable.
/// </summary>
public sealed class SpreadResult
{
    /// <summary>The coverage below which a trial counts as extinct: 0.1.</summary>
    public const double ExtinctionLimit = 0.1;

    private readonly int[] _rounds;
    private readonly double[] _times;

    internal SpreadResult(SpreadOptions options, SpreadTrial[] trials)
    {
        Options = options;
        Trials = trials;
        double live = options.Live;
        double[] coverage = [.. trials.Select(trial => trial.Informed / live)];
        double[] takeoff = [.. coverage.Where(share => share >= ExtinctionLimit)];
        (CoverageMean, CoverageDeviation) = Moments(coverage);
        CoverageMinimum = coverage.Min();
        CoverageGivenTakeoff = takeoff.Length == 0 ? null : takeoff.Average();
        ExtinctShare = (double)(coverage.Length - takeoff.Length) / coverage.Length;
        _rounds = [.. trials.Where(trial => trial.RoundsToAll >= 0).Select(trial => trial.RoundsToAll).Order()];
        _times = [.. trials.Where(trial => trial.RoundsToAll >= 0).Select(trial => trial.TimeToAll).Order()];
        TimeToAllMean = _times.Length == 0 ? null : _times.Average();
        TimeToAllMaximum = _times.Length == 0 ? null : _times[^1];
        LastHopMean = trials.Average(trial => trial.LastHop);
        WireSizes sizes = WireSizes.Usual;
        BytesPerLiveNode = trials.Average(trial => trial.Bytes
            ?? ((trial.PayloadSends * (double)(sizes.Header + options.PayloadBytes))
                + (trial.ControlSends * (double)sizes.Control))) / live;
        AllReachedShare = (double)_rounds.Length / trials.Length;
        if (_rounds.Length > 0)
        {
            (RoundsToAllMean, RoundsToAllDeviation) = Moments([.. _rounds.Select(count => (double)count)]);
        }

        InformedMean = trials.Average(trial => (double)trial.Informed);
        PayloadSendsPerLiveNode = trials.Average(trial => trial.PayloadSends / live);
        ControlSendsPerLiveNode = trials.Average(trial => trial.ControlSends / live);
        MaxPayloadSendsByOneNode = trials.Max(trial => trial.MaxPayloadSendsByOneNode);
        double[] redundancy = [.. trials.Where(trial => trial.Informed > 1)
            .Select(trial => (trial.PayloadSends / (trial.Informed - 1.0)) - 1)];
        Redundancy = redundancy.Length == 0 ? null : redundancy.Average();
    }

    /// <summary>Gets what was run.</summary>
    public SpreadOptions Options { get; }

    /// <summary>Gets every trial, by its number; of a stream every measured rumor of every trial.</summary>
    public IReadOnlyList<SpreadTrial> Trials { get; }

    /// <summary>Gets the mean share of live nodes informed at the end.</summary>
    public double CoverageMean { get; }

    /// <summary>Gets the standard deviation of that share from trial to trial; 0 with one trial.</summary>
    public double CoverageDeviation { get; }

    /// <summary>Gets that share in the worst trial.</summary>
    public double CoverageMinimum { get; }

    /// <summary>Gets the mean share over the trials that did not die out; null when all did.</summary>
    public double? CoverageGivenTakeoff { get; }

    /// <summary>
    /// Gets the share of trials that informed fewer than <see cref="ExtinctionLimit"/> of the live nodes.
    /// </summary>
    public double ExtinctShare { get; }

    /// <summary>Gets the share of trials that informed every live node.</summary>
    public double AllReachedShare { get; }

    /// <summary>Gets the mean number of rounds to all, over the trials that got there; null when none did.</summary>
    public double? RoundsToAllMean { get; }

    /// <summary>Gets its standard deviation from trial to trial; null when no trial got there.</summary>
    public double? RoundsToAllDeviation { get; }

    /// <summary>
    /// Gets the mean time to all, in mean latencies (in rounds, the same as <see cref="RoundsToAllMean"/>), over the
    /// trials that got there; null when none did.
    /// </summary>
    public double? TimeToAllMean { get; }

    /// <summary>Gets the longest time to all, over the trials that got there; null when none did.</summary>
    public double? TimeToAllMaximum { get; }

    /// <summary>Gets the mean of the most sendings a copy took; null where it is not counted.</summary>
    public double? LastHopMean { get; }

    /// <summary>Gets the mean number of bytes on the wire, headers included, for each live node.</summary>
    public double BytesPerLiveNode { get; }

    /// <summary>Gets the mean number of live nodes informed.</summary>
    public double InformedMean { get; }

    /// <summary>Gets the mean number of copies sent for each live node.</summary>
    public double PayloadSendsPerLiveNode { get; }

    /// <summary>Gets the mean number of messages without payload sent for each live node.</summary>
    public double ControlSendsPerLiveNode { get; }

    /// <summary>Gets the copies sent by the busiest node of all trials.</summary>
    public int MaxPayloadSendsByOneNode { get; }

    /// <summary>
    /// Gets the copies sent for each node they informed, less one; null when nobody but the origin was.
    /// </summary>
    /// <remarks>Relative message redundancy of Leitão, Pereira and Rodrigues, 2007; lost copies count.</remarks>
    public double? Redundancy { get; }

    /// <summary>Gets a quantile of the rounds to all, over the trials that got there.</summary>
    /// <param name="share">0 to 1; 0.5 is the median. The nearest rank is taken.</param>
    /// <returns>The rounds, or null when no trial got there.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not 0 to 1.</exception>
    public int? RoundsToAllQuantile(double share)
    {
        int rank = RankOf(share, _rounds.Length);
        return _rounds.Length == 0 ? null : _rounds[rank];
    }

    /// <summary>Gets a quantile of the time to all, in mean latencies, over the trials that got there.</summary>
    /// <param name="share">0 to 1; 0.5 is the median. The nearest rank is taken.</param>
    /// <returns>The time, or null when no trial got there.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not 0 to 1.</exception>
    public double? TimeToAllQuantile(double share)
    {
        int rank = RankOf(share, _times.Length);
        return _times.Length == 0 ? null : _times[rank];
    }

    private static int RankOf(double share, int count) => share is >= 0 and <= 1
        ? Math.Max(0, (int)Math.Ceiling(share * count) - 1)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A quantile is between 0 and 1.");

    private static (double Mean, double Deviation) Moments(double[] values)
    {
        double mean = values.Average();
        double squares = values.Sum(value => (value - mean) * (value - mean));
        return (mean, values.Length > 1 ? Math.Sqrt(squares / (values.Length - 1)) : 0);
    }
}
