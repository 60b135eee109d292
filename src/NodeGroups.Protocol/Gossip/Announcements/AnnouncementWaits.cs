namespace NodeGroups.Gossip;

/// <summary>How long to wait for what was announced.</summary>
/// <param name="Arrival">How long at least a payload is waited for beyond when it should come.</param>
/// <param name="Reply">How long at least an answer is waited for.</param>
/// <param name="Jitter">By which share a wait is longer at most, so that not all who miss a rumor ask at once: one
/// mends the way for others.</param>
/// <param name="Minimum">The shortest of both, whatever a latency is.</param>
/// <param name="Maximum">The longest, whatever was learned.</param>
internal readonly record struct AnnouncementWaits(
    LatencyMultiple Arrival, LatencyMultiple Reply, double Jitter, TimeSpan Minimum, TimeSpan Maximum);
