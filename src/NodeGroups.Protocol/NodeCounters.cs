namespace NodeGroups.Protocol;

/// <summary>Running totals of one machine since it started. Written by the machine alone; reading from another thread
/// may see a value a moment old.</summary>
public sealed class NodeCounters
{
    /// <summary>Gets the messages received and accepted.</summary>
    public long MessagesReceived { get; internal set; }

    /// <summary>Gets the messages asked to be sent.</summary>
    public long MessagesSent { get; internal set; }

    /// <summary>Gets the messages dropped because they broke a rule (not for us, unknown group, over a
    /// limit...).</summary>
    public long MessagesDropped { get; internal set; }

    /// <summary>Gets the rumors published here.</summary>
    public long RumorsPublished { get; internal set; }

    /// <summary>Gets the rumors delivered to this node, its own included when it is a member.</summary>
    public long RumorsDelivered { get; internal set; }

    /// <summary>Gets the payloads received of rumors already known.</summary>
    public long RumorsRedundant { get; internal set; }

    /// <summary>Gets the payloads received under the name of a retained rumor that has another payload, among
    /// <see cref="RumorsRedundant"/>: the first one stands.</summary>
    public long RumorsContradicted { get; internal set; }

    /// <summary>Gets the payloads sent.</summary>
    public long PayloadsSent { get; internal set; }

    /// <summary>Gets the payloads sent to repair what a peer was missing, among <see cref="PayloadsSent"/>.</summary>
    public long PayloadsRepaired { get; internal set; }

    /// <summary>
    /// Gets the rumors that came here by repair, among <see cref="RumorsDelivered"/>: as the answer to a pull, or to a
    /// request or graft of the strategy.
    /// </summary>
    public long RumorsRepaired { get; internal set; }

    /// <summary>Gets the gossip messages without payload that were sent.</summary>
    public long GossipControlsSent { get; internal set; }

    /// <summary>Gets the rumors known to be lost here: out of window or retention before they could be had.</summary>
    public long RumorsLost { get; internal set; }

    /// <summary>
    /// Gets the rumors refused because their origin is no member and
    /// <see cref="GossipSettings.StrangersLimit"/> such origins are known already.
    /// </summary>
    public long RumorsRefused { get; internal set; }

    /// <summary>
    /// Gets the publications that had to wait: for slow readers, or so as not to push rumors out that are too young.
    /// </summary>
    public long PublicationsHeld { get; internal set; }

    /// <summary>Gets the chunks of large payloads sent.</summary>
    public long ChunksSent { get; internal set; }

    /// <summary>Gets the payload bytes of <see cref="ChunksSent"/>.</summary>
    public long ChunkBytesSent { get; internal set; }

    /// <summary>Gets the chunks of large payloads received, checked and new here.</summary>
    public long ChunksReceived { get; internal set; }

    /// <summary>Gets the chunks received that were here already.</summary>
    public long ChunksRedundant { get; internal set; }

    /// <summary>Gets the chunks dropped: of an unknown payload, or with a wrong place, size or checksum.</summary>
    public long ChunksRefused { get; internal set; }

    /// <summary>Gets the large payloads of others put together and delivered here.</summary>
    public long TransfersCompleted { get; internal set; }

    /// <summary>Gets the large payloads given up here: too large, no room, or chunks that nobody had. They count as
    /// lost rumors, too.</summary>
    public long TransfersDropped { get; internal set; }

    /// <summary>Gets the bytes of large payloads for which this node holds memory now.</summary>
    public long LargeBytesHeld { get; internal set; }

    /// <summary>Gets the calls started here.</summary>
    public long CallsStarted { get; internal set; }

    /// <summary>Gets the calls that this node was asked to run.</summary>
    public long CallsServed { get; internal set; }

    /// <summary>Gets the duplicated, late or unknown call messages dropped.</summary>
    public long CallsDropped { get; internal set; }

    /// <summary>Gets the probes started.</summary>
    public long ProbesSent { get; internal set; }

    /// <summary>Gets the probes that ended without an answer, direct or indirect.</summary>
    public long ProbesFailed { get; internal set; }

    /// <summary>Gets the share of messages lost as the probes see it: one of 0, 1, 2, 5, 10 % and so on.</summary>
    public double MessageLoss => Network.Loss;

    /// <summary>Gets the mean round trip of probes; zero when it is not known.</summary>
    public TimeSpan RoundTrip => Network.RoundTrip;

    /// <summary>Gets the rumors published here that went from the origin to all by a choice of <c>auto</c>.</summary>
    public long RumorsBroadcast { get; internal set; }

    /// <summary>Gets the rumors published here that went along rings by a choice of <c>auto</c>.</summary>
    public long RumorsOnRings { get; internal set; }

    /// <summary>Gets the rumors published here that went along a tree by a choice of <c>auto</c>.</summary>
    public long RumorsOnTrees { get; internal set; }

    /// <summary>Gets the large payloads published here, which are striped whatever the group's strategy.</summary>
    public long RumorsStriped { get; internal set; }

    /// <summary>Gets the plan of the latest rumor published here whose way <c>auto</c> chose, or of one much like
    /// it.</summary>
    /// <value>Null before the first. What it predicts is computed by who reads it.</value>
    public GossipPlan? LatestPlan { get; internal set; }

    /// <summary>Gets the suspicions this node raised by its own probes.</summary>
    public long SuspicionsRaised { get; internal set; }

    /// <summary>Gets the times this node refuted.</summary>
    public long Refutations { get; internal set; }

    /// <summary>
    /// Gets what is wished in a group, and known of the network by this node: what <c>auto</c> chooses by. Safe from
    /// any thread.
    /// </summary>
    /// <param name="options">The group's options: the wish is the strategy's own reliability, else that of the group's
    /// fan-out, else 0.999999.</param>
    /// <param name="settings">The node's settings.</param>
    /// <returns>The conditions; for a rumor that comes alone.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public GossipConditions ConditionsFor(GroupGossipOptions options, GossipSettings settings)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(settings);
        LatencyEstimate latency = Network.Latency;
        return new GossipConditions
        {
            Reliability = options.WishedReliability,
            Loss = MessageLoss,
            Latency = latency.IsKnown ? latency.Mean : null,
            LatencyBound = latency.IsKnown ? latency.Bound : settings.InitialLatency,
        };
    }

    /// <summary>Gets what the probes say about the network.</summary>
    internal NetworkEstimate Network { get; } = new();
}
