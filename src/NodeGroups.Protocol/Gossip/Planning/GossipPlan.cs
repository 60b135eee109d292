using System.Globalization;
using NodeGroups.Gossip;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>
/// What <see cref="GossipStrategies.Auto"/> does with a rumor, and what that is expected to give and to cost: computed
/// from the library's own model, never looked up. Immutable.
/// </summary>
/// <remarks>
/// Loss and crashes count as independent, and crashes as unnoticed. The models are those of
/// <see cref="SpreadEstimate"/>, with the distinct senders of small groups counted. What is called eager is
/// the phase of the copies that nobody asked for: announcements and what is fetched because of them belong to repair,
/// so with loss a tree soon gives more than its eager phase is told to give. The way is chosen when a plan is made;
/// what is predicted is computed when it is first read, in about a millisecond.
/// Thread-safe.
/// </remarks>
public sealed class GossipPlan
{
    private readonly RumorRoute _route;
    private readonly GossipSettings _settings;
    private GossipPrediction? _prediction;

    /// <summary>Holds a way that is chosen already.</summary>
    internal GossipPlan(
        int members, long payloadBytes, GossipConditions conditions, RumorRoute route, GossipSettings settings)
    {
        Members = members;
        PayloadBytes = payloadBytes;
        Conditions = conditions;
        _route = route;
        _settings = settings;
    }

    /// <summary>Gets the number of members planned for, the origin included.</summary>
    public int Members { get; }

    /// <summary>Gets the payload's size in bytes.</summary>
    public long PayloadBytes { get; }

    /// <summary>Gets the conditions planned for.</summary>
    public GossipConditions Conditions { get; }

    /// <summary>Gets the way chosen.</summary>
    public PlannedStrategy Strategy => _route.Strategy;

    /// <summary>
    /// Gets to how many members a node sends: rings, or children in the tree; the others for a broadcast; the stripes
    /// of a large payload.
    /// </summary>
    /// <value>The origin sends on twice as many rings: its first copies decide.</value>
    public int Fanout => _route.Fanout;

    /// <summary>Gets the probability that every live member has the rumor before any repair.</summary>
    public double EagerReliability => Predicted.Eager.Reliability;

    /// <summary>Gets the expected share of live members that have the rumor before any repair.</summary>
    public double EagerCoverage => Predicted.Eager.Coverage;

    /// <summary>Gets how many rounds of digests it takes until the wished reliability is reached; often 0.</summary>
    /// <value>The rounds needed. Digests are sent whether needed or not; <see cref="BytesPerNode"/> counts them all.
    /// </value>
    public int RepairRounds => Predicted.RepairRounds;

    /// <summary>Gets the probability that every live member has the rumor after these rounds of repair.</summary>
    /// <remarks>Repair goes on after them while the rumor is retained.</remarks>
    public double Reliability => Predicted.Reliability;

    /// <summary>Gets about how many hops the last member is away, before any repair.</summary>
    public double Rounds => Predicted.Eager.Rounds;

    /// <summary>Gets about how long these hops take.</summary>
    /// <value>Null when the latency is not known.</value>
    public TimeSpan? Latency => Conditions.Latency * Rounds;

    /// <summary>Gets how many payloads a live member sends on average, repair included.</summary>
    public double PayloadSendsPerNode => Predicted.PayloadSends;

    /// <summary>
    /// Gets about how many bytes a live member sends on average: headers, announcements and digests too, until repair
    /// has come to its idle pace.
    /// </summary>
    /// <value>For a rumor that comes alone; rumors that follow one another share digests and cost less.</value>
    public double BytesPerNode => Predicted.Bytes;

    /// <summary>Gets how many payloads the busiest member sends before any repair, and before an origin sends again
    /// because few of its first copies were confirmed; of stripes the sum of its shares.</summary>
    public double BusiestNodeSends => Predicted.BusiestSends;

    private GossipPrediction Predicted =>
        _prediction ??= GossipPrediction.Of(Members, PayloadBytes, Conditions, _route, _settings);

    /// <summary>Gets why this way was chosen, in a sentence.</summary>
    public string Reason => Strategy switch
    {
        PlannedStrategy.Broadcast =>
            $"Among {Members} members the origin sends no more than a node of a tree would: one hop to all.",
        PlannedStrategy.Striped =>
            $"{PayloadBytes} bytes are more than one upload should carry: chunks go along trees with different inner "
            + "nodes.",
        PlannedStrategy.Tree when PayloadBytes > RouteChoice.LightBytes =>
            $"Copies of {PayloadBytes} bytes are dear: one for each member along a tree, names beside them for repair.",
        PlannedStrategy.Tree =>
            "Rumors follow one another, so gaps are noticed soon: one copy for each member along a tree.",
        _ when Conditions.IsStream => string.Create(
            CultureInfo.InvariantCulture,
            $"{Conditions.Loss:P0} of messages are lost: {Fanout} copies for each along rings are surer than a tree."),
        _ => $"A light rumor that comes alone: {Fanout} copies for each member along rings, then digests.",
    };

    /// <summary>Gets what is predicted, in a line for people.</summary>
    public string Prediction => string.Create(
        CultureInfo.InvariantCulture,
        $"everybody with {EagerReliability:0.000000} in {Rounds:0} hops, with {Reliability:0.000000} after "
        + $"{RepairRounds} rounds of digests; {PayloadSendsPerNode:0.00} payloads, {BytesPerNode:N0} bytes a node");

    /// <summary>Plans a rumor. Needs no node; pure and thread-safe.</summary>
    /// <param name="members">The members of the group, the origin and the dead included; at least 1.</param>
    /// <param name="payloadBytes">The payload's size; not negative.</param>
    /// <param name="conditions">What is wished and known; null for <see cref="GossipConditions.Default"/>.</param>
    /// <param name="fanout">The strategy's own fan-out (<c>GossipStrategies.FromName("auto", fanout)</c>): on how many
    /// rings a light rumor goes, or a reliability, which is wished in place of that of the conditions; null for what is
    /// computed.</param>
    /// <param name="settings">The node's settings: what is large, how it is cut, when digests are sent; null for the
    /// defaults.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument or a condition is out of its range.</exception>
    public static GossipPlan For(
        int members,
        long payloadBytes,
        GossipConditions? conditions = null,
        Fanout? fanout = null,
        GossipSettings? settings = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(payloadBytes);
        conditions ??= GossipConditions.Default;
        conditions.ThrowIfInvalid();
        conditions = fanout?.Reliability is { } wish ? conditions with { Reliability = wish } : conditions;
        settings ??= new GossipSettings();
        RumorRoute route = payloadBytes > settings.Large.ThresholdBytes
            ? new RumorRoute(PlannedStrategy.Striped, StripePlan.StripesFor(Math.Max(1, members - 1)))
            : RouteChoice.For(members, payloadBytes, conditions, fanout);
        return new GossipPlan(members, payloadBytes, conditions, route, settings);
    }

    /// <summary>Gets the plan in one line.</summary>
    /// <returns>For example <c>Tree, fan-out 7: 50 members, 64 bytes, loss 0 %</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Strategy}, fan-out {Fanout}: {Members} members, {PayloadBytes} bytes, loss {Conditions.Loss * 100:0.#} %");
}
