namespace NodeGroups;

/// <summary>The names under which the library is observed: one meter and one activity source.</summary>
/// <remarks>With OpenTelemetry: <c>AddMeter(NodeGroupsTelemetry.SourceName)</c> and
/// <c>AddSource(NodeGroupsTelemetry.SourceName)</c>.</remarks>
public static class NodeGroupsTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string SourceName = "NodeGroups";

    /// <summary>Gauge: members in the view of all nodes, by <see cref="StatusTag"/>.</summary>
    public const string Members = "nodegroups.members";

    /// <summary>Counter: rumors delivered.</summary>
    public const string RumorsDelivered = "nodegroups.rumors.delivered";

    /// <summary>Counter: payloads received of rumors already known.</summary>
    public const string RumorsRedundant = "nodegroups.rumors.redundant";

    /// <summary>Counter: payloads received under the name of a retained rumor with another payload.</summary>
    public const string RumorsContradicted = "nodegroups.rumors.contradicted";

    /// <summary>Counter: rumors that came by repair.</summary>
    public const string RumorsRepaired = "nodegroups.rumors.repaired";

    /// <summary>Counter: rumors known to be lost: out of window or retention before they could be had.</summary>
    public const string RumorsLost = "nodegroups.rumors.lost";

    /// <summary>Counter: rumors refused because too many origins are no members.</summary>
    public const string RumorsRefused = "nodegroups.rumors.refused";

    /// <summary>Counter: rumors dropped because the buffer of a subscription was full.</summary>
    public const string RumorsDropped = "nodegroups.rumors.dropped";

    /// <summary>Counter: rumors that waited at this node because a receiver was slow, or this node too fast for
    /// repair.</summary>
    public const string RumorsHeld = "nodegroups.rumors.held";

    /// <summary>Counter: rumors published here whose way <c>auto</c> chose, by <see cref="StrategyTag"/>; and those
    /// that are striped, whatever the strategy.</summary>
    public const string RumorsPlanned = "nodegroups.rumors.planned";

    /// <summary>Gauge: the probability predicted for the latest rumor planned here that it reaches everybody before any
    /// repair.</summary>
    public const string PlanReliability = "nodegroups.plan.reliability";

    /// <summary>Gauge: the hops predicted for the latest rumor planned here.</summary>
    public const string PlanRounds = "nodegroups.plan.rounds";

    /// <summary>Gauge: the bytes that a member is predicted to send for the latest rumor planned here.</summary>
    public const string PlanBytes = "nodegroups.plan.bytes";

    /// <summary>Gauge: the share of messages lost, as this node's probes see it.</summary>
    public const string MessageLoss = "nodegroups.messages.loss";

    /// <summary>Counter: large payloads of others that came in whole.</summary>
    public const string TransfersCompleted = "nodegroups.transfers.completed";

    /// <summary>Counter: large payloads given up.</summary>
    public const string TransfersDropped = "nodegroups.transfers.dropped";

    /// <summary>Gauge, in bytes: memory held for large payloads.</summary>
    public const string TransfersHeld = "nodegroups.transfers.held";

    /// <summary>Counter: frames dropped, by <see cref="ReasonTag"/>.</summary>
    public const string FramesDropped = "nodegroups.frames.dropped";

    /// <summary>Counter: connections refused or given up, by <see cref="ReasonTag"/>.</summary>
    public const string ConnectionsFailed = "nodegroups.connections.failed";

    /// <summary>Counter: dials that led to no connection.</summary>
    public const string DialsFailed = "nodegroups.dials.failed";

    /// <summary>Histogram, in seconds: duration of calls, by <see cref="StatusTag"/>.</summary>
    public const string CallDuration = "nodegroups.call.duration";

    /// <summary>Counter: probes started.</summary>
    public const string ProbesSent = "nodegroups.probe.sent";

    /// <summary>Counter: probes that nobody answered.</summary>
    public const string ProbesFailed = "nodegroups.probe.failed";

    /// <summary>Histogram, in seconds: time until a probed member answered itself.</summary>
    public const string ProbeDuration = "nodegroups.probe.duration";

    /// <summary>Counter: runs of handlers that threw, for a call or for a rumor; tag <see
    /// cref="MethodTag"/>.</summary>
    public const string HandlersFailed = "nodegroups.handlers.failed";

    /// <summary>Histogram, in seconds: spawns of child nodes, by <see cref="StatusTag"/>: up, or why not.</summary>
    public const string SpawnDuration = "nodegroups.spawn.duration";

    /// <summary>Tag: the node's name.</summary>
    public const string NodeTag = "nodegroups.node";

    /// <summary>Tag: a member's status or a call's outcome.</summary>
    public const string StatusTag = "nodegroups.status";

    /// <summary>Tag: the way chosen for a rumor: <c>broadcast</c>, <c>ring</c> or <c>tree</c>.</summary>
    public const string StrategyTag = "nodegroups.strategy";

    /// <summary>Tag: why a frame was dropped or a connection refused.</summary>
    public const string ReasonTag = "nodegroups.reason";

    /// <summary>Tag of activities and of failed handlers: the method.</summary>
    public const string MethodTag = "rpc.method";

    /// <summary>Tag of activities: the group.</summary>
    public const string GroupTag = "nodegroups.group";
}
