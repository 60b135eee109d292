using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>
/// What the spread model needs to run the library's strategies, or your own: the engine around them, the view and the
/// stream of rumors. Used with <see cref="SpreadOptions.Code"/> only.
/// </summary>
/// <remarks>Immutable; checked by <see cref="SpreadOptions.Validate"/>. Times without a unit are in mean
/// latencies.</remarks>
public sealed record SpreadEngineOptions
{
    /// <summary>The most rumors that are retained at a time: 64; a further one lets the oldest go.</summary>
    public const int RetainedRumorsLimit = 64;

    /// <summary>The largest number of rumors in one trial: 1,000,000.</summary>
    public const int RumorLimit = 1_000_000;

    /// <summary>Gets whether the engine's repair by digests goes on under the strategy, as it does in a node.</summary>
    /// <value>The default is true; false shows what a strategy does alone.</value>
    public bool Repair { get; init; } = true;

    /// <summary>
    /// Gets whether only the first phase is run, that of the copies nobody asked for: no announcement, request or
    /// digest leaves a node, and there is no repair.
    /// </summary>
    /// <value>The default is false. <see cref="GossipPlan.EagerReliability"/> predicts this phase.</value>
    public bool EagerOnly { get; init; }

    /// <summary>
    /// Gets what one mean latency is, so that the intervals of strategies and repair have a meaning.
    /// </summary>
    /// <value>1 microsecond to 1 hour; the default is 50 milliseconds.</value>
    public TimeSpan MeanLatency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Gets the timing of repair, and after what time a trial is ended (its retention).</summary>
    /// <value>The defaults of the library.</value>
    public GossipSettings Gossip { get; init; } = new();

    /// <summary>
    /// Gets after what time all live nodes notice all dead ones, in one moment: their view loses them.
    /// </summary>
    /// <value>Null, the default: never. Not negative.</value>
    public double? NoticedAfter { get; init; }

    /// <summary>Gets how many rumors are published, one after the other.</summary>
    /// <value>1 to <see cref="RumorLimit"/>; the default is 1.</value>
    public int Rumors { get; init; } = 1;

    /// <summary>Gets how many of the first rumors are not measured: those that build a tree.</summary>
    /// <value>0 to <see cref="Rumors"/> − 1; the default is 0.</value>
    public int WarmUp { get; init; }

    /// <summary>Gets how many nodes publish, in turn.</summary>
    /// <value>1 to the number of live nodes; the default is 1.</value>
    public int Senders { get; init; } = 1;

    /// <summary>Gets the time from one rumor to the next.</summary>
    /// <value>Above 0; the default is 1.</value>
    public double Interval { get; init; } = 1;

    /// <summary>
    /// Gets how many bytes one node can send in a second: a message waits until those before it are sent.
    /// </summary>
    /// <value>Null, the default: no limit. At least 1.</value>
    public double? UploadBytesPerSecond { get; init; }

    internal void Check(SpreadOptions options, Action<bool, FormattableString> require)
    {
        TimeSpan latency = MeanLatency;
        require(
            latency >= TimeSpan.FromMicroseconds(1) && latency <= TimeSpan.FromHours(1),
            $"{nameof(MeanLatency)} must be 1 microsecond to 1 hour, not {latency}");
        require(
            NoticedAfter is not (< 0 or double.NaN),
            $"{nameof(NoticedAfter)} must not be negative, as {NoticedAfter} is");
        require(Rumors is >= 1 and <= RumorLimit, $"{nameof(Rumors)} must be 1 to {RumorLimit}, not {Rumors}");
        require(
            WarmUp >= 0 && WarmUp < Math.Max(1, Rumors),
            $"{nameof(WarmUp)} must be 0 to {Math.Max(1, Rumors) - 1}, not {WarmUp}");
        require(
            Senders >= 1 && Senders <= options.Live,
            $"{nameof(Senders)} must be 1 to {options.Live}, the live nodes, not {Senders}");
        require(
            Interval is > 0 and < 1e9,
            $"{nameof(Interval)} must be above 0 and below 1,000,000,000, not {Interval}");
        require(UploadBytesPerSecond is not (< 1 or double.NaN), $"{nameof(UploadBytesPerSecond)} must be at least 1");
        require(
            (long)options.Trials * (Rumors - WarmUp) <= SpreadOptions.TrialLimit,
            $"{nameof(SpreadOptions.Trials)} × measured rumors must be at most {SpreadOptions.TrialLimit}");
        long places = (long)options.Nodes * Math.Min(Rumors, RetainedRumorsLimit);
        require(places <= 1L << 28, $"{nameof(Rumors)} × {nameof(SpreadOptions.Nodes)} must be at most {1L << 28}");
    }
}
