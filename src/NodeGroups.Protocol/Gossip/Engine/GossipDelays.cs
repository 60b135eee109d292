using NodeGroups.Protocol;

namespace NodeGroups.Gossip;

/// <summary>
/// The waits of repair, as multiples of how long messages take here: the same groups repair in as many latencies
/// whatever a latency is. The settings are their lower bounds.
/// </summary>
/// <remarks>
/// Until a probe was answered a message is taken to need <see cref="GossipSettings.InitialLatency"/>. The estimate is
/// bounded by a second, so the waits are, too.
/// </remarks>
internal sealed class GossipDelays(GossipSettings settings, LatencyEstimate latency)
{
    /// <summary>Gets the mean time of a message.</summary>
    public TimeSpan Mean => latency.IsKnown ? latency.Mean : settings.InitialLatency;

    /// <summary>Gets what a message hardly exceeds.</summary>
    public TimeSpan Bound => latency.IsKnown ? latency.Bound : settings.InitialLatency;

    /// <summary>Gets the time from the end of a spread to the first digest, and between the first ones.</summary>
    public TimeSpan FirstRepair => Longer(settings.FirstRepairDelay, Mean / 4);

    /// <summary>Gets how long a rumor that a peer has is waited for, unless more has been learned.</summary>
    public TimeSpan Pull => Longer(settings.MinimumPullDelay, Bound / 8);

    /// <summary>Gets how long an answer to a pull is waited for, unless more has been learned: a round trip and a
    /// little.</summary>
    public TimeSpan Answer => Longer(settings.RepairInterval / 4, (2 * Mean) + (Bound / 4));

    /// <summary>Gets the longest time between rounds of repair while there is news.</summary>
    public TimeSpan RepairInterval => Longer(settings.RepairInterval, 4 * Bound);

    /// <summary>
    /// Gets how long a rumor goes on spreading: digests sent before would name what is on its way. With four copies
    /// from each node all are reached within ½ log₂ of the number of members, and so within that many hops here.
    /// </summary>
    /// <param name="hops">How many hops it has made up to here.</param>
    /// <param name="members">The number of members.</param>
    public TimeSpan SpreadLeft(int hops, int members) =>
        Math.Max(0, (0.5 * Math.Log2(Math.Max(1, members))) - hops) * Mean;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
