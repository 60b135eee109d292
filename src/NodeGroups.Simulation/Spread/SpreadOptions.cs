using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups.Simulation;

/// <summary>
/// What the spread model runs: a rumor, in synchronous rounds or in time, over a group with loss and unnoticed crashes.
/// </summary>
/// <remarks>Immutable; checked by <see cref="Validate"/>, which <see cref="SpreadModel"/> calls.</remarks>
public sealed record SpreadOptions
{
    /// <summary>The largest number of nodes: 16,777,216.</summary>
    public const int NodeLimit = 1 << 24;

    /// <summary>The largest number of trials in one run: 10,000,000.</summary>
    public const int TrialLimit = 10_000_000;

    /// <summary>The largest number of rings: 64; beyond it a broadcast is cheaper.</summary>
    public const int RingLimit = 64;

    /// <summary>Gets how the rumor is handed on.</summary>
    /// <value>The default is <see cref="SpreadStrategy.Push"/>.</value>
    public SpreadStrategy Strategy { get; init; }

    /// <summary>Gets for how long a node pushes; used by <see cref="SpreadStrategy.Push"/> only.</summary>
    /// <value>The default is <see cref="PushMode.Die"/>.</value>
    public PushMode Mode { get; init; }

    /// <summary>
    /// Gets how many nodes one node contacts in a round; not used by <see cref="SpreadStrategy.Broadcast"/>.
    /// </summary>
    /// <value>
    /// The default is null: what reaches everybody with probability 0.999999 for a push in one round, 4 for ring, 1 for
    /// the others; the library's default for a group with <see cref="Code"/>. A reliability is planned for with
    /// <see cref="Loss"/> and <see cref="Crash"/>.
    /// </value>
    public Fanout? Fanout { get; init; }

    /// <summary>Gets what makes a node stop; used by <see cref="SpreadStrategy.Rumor"/> only.</summary>
    /// <value>The default is <see cref="MongeringKind.Feedback"/>.</value>
    public MongeringKind Kind { get; init; }

    /// <summary>Gets how a node decides to stop; used by <see cref="SpreadStrategy.Rumor"/> only.</summary>
    /// <value>The default is <see cref="MongeringStop.Counter"/>.</value>
    public MongeringStop Stop { get; init; }

    /// <summary>Gets k, the contacts until a node stops; used by <see cref="SpreadStrategy.Rumor"/> only.</summary>
    /// <value>At least 1; the default is that of <see cref="RumorMongeringOptions.K"/>, 3.</value>
    public int StopCount { get; init; } = new RumorMongeringOptions().K;

    /// <summary>Gets how long a message takes.</summary>
    /// <value>
    /// Null, the default: synchronous rounds. With <see cref="Code"/>, which knows no rounds, null means that every
    /// message takes one unit of time, so that hops and rounds are the same.
    /// </value>
    public SpreadLatency? Latency { get; init; }

    /// <summary>
    /// Gets the code to run in place of the model of <see cref="Strategy"/>: a strategy of the library or your own,
    /// exactly as a node runs it.
    /// </summary>
    /// <value>Null, the default: the model.</value>
    public GossipStrategy? Code { get; init; }

    /// <summary>Gets the engine, view and stream around <see cref="Code"/>.</summary>
    public SpreadEngineOptions Engine { get; init; } = new();

    /// <summary>Gets the size of the rumor's payload.</summary>
    /// <value>0 to 1 GiB; the default is 1,024 bytes.</value>
    public int PayloadBytes { get; init; } = 1_024;

    /// <summary>Gets the number of nodes, dead ones included.</summary>
    /// <value>1 to <see cref="NodeLimit"/>; the default is 1,000.</value>
    public int Nodes { get; init; } = 1_000;

    /// <summary>Gets how many times the rumor is spread, each time from scratch.</summary>
    /// <value>1 to <see cref="TrialLimit"/>; the default is 100.</value>
    public int Trials { get; init; } = 100;

    /// <summary>Gets the probability with which a message is lost, independently of all others.</summary>
    /// <value>At least 0 and below 1; the default is 0.</value>
    public double Loss { get; init; }

    /// <summary>
    /// Gets the share of the nodes that is dead from the start, unnoticed: still sent to. Rounded down.
    /// </summary>
    /// <value>At least 0 and below 1; the default is 0. The origin never is dead.</value>
    public double Crash { get; init; }

    /// <summary>Gets the seed; each trial has its own sequence, drawn from the seed and its number.</summary>
    /// <value>The default is 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Gets after how many rounds, or mean latencies, a trial is ended whatever its state.</summary>
    /// <value>At least 1; the default is 100,000.</value>
    public int RoundLimit { get; init; } = 100_000;

    /// <summary>Gets the number of live nodes.</summary>
    /// <value>At least 1: the origin.</value>
    public int Live => Nodes - Math.Min(Nodes - 1, (int)Math.Floor(Crash * Nodes));

    /// <summary>Gets the number of nodes one node contacts in a round, for this number of nodes.</summary>
    /// <value>0 to <see cref="Nodes"/> − 1; for a broadcast, all others; with <see cref="Code"/> the group's
    /// fan-out, which a strategy with its own does not use.</value>
    public int FanoutCount => Strategy switch
    {
        _ when Code is not null => (Fanout ?? GroupGossipOptions.Default.Fanout).For(Nodes, Loss, Crash),
        SpreadStrategy.Broadcast => Nodes - 1,
        SpreadStrategy.Push when Mode == PushMode.Die =>
            (Fanout ?? NodeGroups.Fanout.ForReliability(0.999999)).For(Nodes, Loss, Crash),
        SpreadStrategy.Ring => FanoutInUse.RingsFor(Fanout ?? NodeGroups.Fanout.Constant(4), Nodes, Loss, Crash),
        _ => (Fanout ?? NodeGroups.Fanout.Constant(1)).For(Nodes, Loss, Crash),
    };

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">
    /// At least one value is out of its range; the message names them all.
    /// </exception>
    public void Validate()
    {
        List<string> problems = [];
        Require(Nodes is >= 1 and <= NodeLimit, $"{nameof(Nodes)} must be 1 to {NodeLimit}, not {Nodes}");
        Require(Trials is >= 1 and <= TrialLimit, $"{nameof(Trials)} must be 1 to {TrialLimit}, not {Trials}");
        Require(Loss is >= 0 and < 1, $"{nameof(Loss)} must be at least 0 and below 1, not {Loss}");
        Require(Crash is >= 0 and < 1, $"{nameof(Crash)} must be at least 0 and below 1, not {Crash}");
        Require(StopCount >= 1, $"{nameof(StopCount)} must be at least 1, not {StopCount}");
        Require(RoundLimit >= 1, $"{nameof(RoundLimit)} must be at least 1, not {RoundLimit}");
        Require(Enum.IsDefined(Strategy), $"{nameof(Strategy)} {Strategy} is unknown");
        Require(
            PayloadBytes is >= 0 and <= 1 << 30,
            $"{nameof(PayloadBytes)} must be 0 to {1 << 30}, not {PayloadBytes}");
        Require(Latency is not { } latency || Enum.IsDefined(latency), $"{nameof(Latency)} {Latency} is unknown");
        if (Code is not null)
        {
            Engine.Check(this, Require);
        }
        else if (Latency is not null)
        {
            Require(
                Strategy is not (SpreadStrategy.PushPull or SpreadStrategy.Rumor),
                $"{Strategy} is a model of rounds; with latencies run the library's strategy as {nameof(Code)}");
        }

        if (problems.Count == 0 && Nodes > 1 && Code is null)
        {
            Require(FanoutCount >= 1, $"{nameof(Fanout)} must be at least 1");
            Require(
                Strategy != SpreadStrategy.Ring || FanoutCount <= RingLimit,
                $"{nameof(Fanout)} must be at most {RingLimit} for rings, not {FanoutCount}");
        }

        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", problems) + ".");
        }

        void Require(bool holds, FormattableString problem)
        {
            if (!holds)
            {
                problems.Add(FormattableString.Invariant(problem));
            }
        }
    }
}
