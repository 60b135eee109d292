using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>The meter and the activity source, and the nodes of this process that they observe.</summary>
internal static class RuntimeDiagnostics
{
    private const string Rumor = "{rumor}";
    private const string Transfer = "{transfer}";
    private const string Probe = "{probe}";
    private static readonly string s_version = ReadVersion();
    private static readonly ActivitySource s_activities = new(NodeGroupsTelemetry.SourceName, s_version);
    private static readonly Meter s_meter = new(NodeGroupsTelemetry.SourceName, s_version);
    private static readonly ConcurrentDictionary<Node, KeyValuePair<string, object?>> s_nodes = new();

    private static readonly Histogram<double> s_callDuration =
        s_meter.CreateHistogram<double>(NodeGroupsTelemetry.CallDuration, "s", "Duration of calls.");

    private static readonly Histogram<double> s_probeDuration =
        s_meter.CreateHistogram<double>(
            NodeGroupsTelemetry.ProbeDuration, "s", "Time until a probed member answered itself.");

    private static readonly Histogram<double> s_spawnDuration =
        s_meter.CreateHistogram<double>(NodeGroupsTelemetry.SpawnDuration, "s", "Spawns of child nodes.");

    private static readonly Counter<long> s_handlersFailed =
        s_meter.CreateCounter<long>(NodeGroupsTelemetry.HandlersFailed, "{run}", "Runs of handlers that threw.");

    static RuntimeDiagnostics()
    {
        s_meter.CreateObservableGauge(NodeGroupsTelemetry.Members, ObserveMembers, "{member}", "Members in view.");
        ObserveRumors();
        Observe(
            NodeGroupsTelemetry.TransfersCompleted,
            Transfer,
            "Large payloads of others that came in whole.",
            static node => node.Counters.TransfersCompleted);
        Observe(
            NodeGroupsTelemetry.TransfersDropped,
            Transfer,
            "Large payloads given up.",
            static node => node.Counters.TransfersDropped);
        s_meter.CreateObservableGauge(
            NodeGroupsTelemetry.TransfersHeld,
            static () => Measure(static node => node.Counters.LargeBytesHeld),
            "By",
            "Memory held for large payloads.");
        s_meter.CreateObservableCounter(
            NodeGroupsTelemetry.RumorsPlanned, ObservePlanned, Rumor, "Rumors by the way that auto chose.");
        ObservePlans();
        s_meter.CreateObservableGauge(
            NodeGroupsTelemetry.MessageLoss, ObserveLoss, "1", "Share of messages lost, as probes see it.");
        Observe(NodeGroupsTelemetry.ProbesSent, Probe, "Probes started.", static node => node.Counters.ProbesSent);
        Observe(
            NodeGroupsTelemetry.ProbesFailed,
            Probe,
            "Probes that nobody answered.",
            static node => node.Counters.ProbesFailed);
        s_meter.CreateObservableCounter(
            NodeGroupsTelemetry.FramesDropped, ObserveDrops, "{frame}", "Frames dropped, by reason.");
        s_meter.CreateObservableCounter(
            NodeGroupsTelemetry.ConnectionsFailed, ObserveFailures, "{connection}", "Connections refused, by reason.");
        Observe(
            NodeGroupsTelemetry.DialsFailed,
            "{dial}",
            "Dials that led to no connection.",
            static node => node.TransportCounters?.DialsFailed ?? 0);
    }

    public static bool AreCallsTraced => s_activities.HasListeners();

    public static void Add(Node node) => s_nodes[node] = new(NodeGroupsTelemetry.NodeTag, node.Name);

    public static void Remove(Node node) => s_nodes.TryRemove(node, out _);

    /// <summary>Begins the activity of a call; null when nobody listens, or the call is the library's own and not part
    /// of an activity of the application.</summary>
    public static Activity? StartCall(string method, GroupName group) =>
        Activity.Current is null && HandlerTable.IsReserved(method)
            ? null
            : Start(method, group, ActivityKind.Client, default);

    /// <summary>Begins the activity of a served call, under the same rule.</summary>
    public static Activity? StartServed(string method, GroupName group, string traceParent)
    {
        if (!s_activities.HasListeners())
        {
            return null;
        }

        return ActivityContext.TryParse(traceParent, null, isRemote: true, out ActivityContext parent)
            || !HandlerTable.IsReserved(method)
            ? Start(method, group, ActivityKind.Server, parent)
            : null;
    }

    public static long StartTiming() => s_callDuration.Enabled ? Stopwatch.GetTimestamp() : 0;

    public static void CallEnded(long started, CallResult result)
    {
        if (started != 0)
        {
            s_callDuration.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new KeyValuePair<string, object?>(NodeGroupsTelemetry.StatusTag, result.ToString()));
        }
    }

    public static void HandlerFailed(string method) => s_handlersFailed.Add(
        1, new KeyValuePair<string, object?>(NodeGroupsTelemetry.MethodTag, method));

    public static void ProbeAnswered(string node, TimeSpan roundTrip) => s_probeDuration.Record(
        roundTrip.TotalSeconds, new KeyValuePair<string, object?>(NodeGroupsTelemetry.NodeTag, node));

    public static void SpawnEnded(TimeSpan took, string status) => s_spawnDuration.Record(
        took.TotalSeconds, new KeyValuePair<string, object?>(NodeGroupsTelemetry.StatusTag, status));

    /// <summary>The package's version, without the commit.</summary>
    private static string ReadVersion() => typeof(RuntimeDiagnostics).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static Activity? Start(string method, GroupName group, ActivityKind kind, ActivityContext parent)
    {
        if (!s_activities.HasListeners())
        {
            return null;
        }

        Activity? activity = s_activities.StartActivity(method, kind, parent);
        activity?.SetTag(NodeGroupsTelemetry.MethodTag, method);
        if (!group.IsNone)
        {
            activity?.SetTag(NodeGroupsTelemetry.GroupTag, group.Value);
        }

        return activity;
    }

    private static void Observe(string name, string unit, string description, Func<Node, long> value) =>
        s_meter.CreateObservableCounter(name, () => Measure(value), unit, description);

    private static IEnumerable<Measurement<long>> Measure(Func<Node, long> value)
    {
        foreach ((Node node, KeyValuePair<string, object?> tag) in s_nodes)
        {
            yield return new Measurement<long>(value(node), tag);
        }
    }

    private static IEnumerable<Measurement<long>> ObserveMembers()
    {
        foreach ((Node node, KeyValuePair<string, object?> tag) in s_nodes)
        {
            long alive = 0;
            long suspect = 0;
            foreach (Member member in node.All.View.Members)
            {
                if (member.Status == MemberStatus.Suspect)
                {
                    suspect++;
                }
                else
                {
                    alive++;
                }
            }

            yield return new Measurement<long>(alive, tag, new(NodeGroupsTelemetry.StatusTag, "alive"));
            yield return new Measurement<long>(suspect, tag, new(NodeGroupsTelemetry.StatusTag, "suspect"));
        }
    }

    private static IEnumerable<Measurement<long>> ObserveFailures()
    {
        foreach ((Node node, KeyValuePair<string, object?> tag) in s_nodes)
        {
            foreach (TransportFailureReason reason in Enum.GetValues<TransportFailureReason>())
            {
                yield return new Measurement<long>(
                    node.TransportCounters?.FailedFor(reason) ?? 0,
                    tag,
                    new(NodeGroupsTelemetry.ReasonTag, reason.ToString()));
            }
        }
    }

    private static IEnumerable<Measurement<long>> ObservePlanned()
    {
        foreach ((Node node, KeyValuePair<string, object?> tag) in s_nodes)
        {
            NodeCounters counters = node.Counters;
            yield return new(counters.RumorsBroadcast, tag, new(NodeGroupsTelemetry.StrategyTag, "broadcast"));
            yield return new(counters.RumorsOnRings, tag, new(NodeGroupsTelemetry.StrategyTag, "ring"));
            yield return new(counters.RumorsOnTrees, tag, new(NodeGroupsTelemetry.StrategyTag, "tree"));
            yield return new(counters.RumorsStriped, tag, new(NodeGroupsTelemetry.StrategyTag, "striped"));
        }
    }

    private static void ObserveRumors()
    {
        Observe(
            NodeGroupsTelemetry.RumorsDelivered,
            Rumor,
            "Rumors delivered.",
            static node => node.Counters.RumorsDelivered);
        Observe(
            NodeGroupsTelemetry.RumorsRedundant,
            "{payload}",
            "Payloads received of rumors already known.",
            static node => node.Counters.RumorsRedundant);
        Observe(
            NodeGroupsTelemetry.RumorsContradicted,
            "{payload}",
            "Payloads received under the name of a rumor with another payload.",
            static node => node.Counters.RumorsContradicted);
        Observe(
            NodeGroupsTelemetry.RumorsRepaired,
            Rumor,
            "Rumors that came by repair.",
            static node => node.Counters.RumorsRepaired);
        Observe(
            NodeGroupsTelemetry.RumorsLost, Rumor, "Rumors known to be lost.", static node => node.Counters.RumorsLost);
        Observe(
            NodeGroupsTelemetry.RumorsRefused,
            Rumor,
            "Rumors refused because too many origins are no members.",
            static node => node.Counters.RumorsRefused);
        Observe(
            NodeGroupsTelemetry.RumorsDropped,
            Rumor,
            "Rumors dropped because the buffer of a subscription was full.",
            static node => node.Runtime.Subscriptions.Dropped);
        Observe(
            NodeGroupsTelemetry.RumorsHeld,
            Rumor,
            "Rumors that waited before they were published.",
            static node => node.Counters.PublicationsHeld);
    }

    private static void ObservePlans()
    {
        s_meter.CreateObservableGauge(
            NodeGroupsTelemetry.PlanReliability,
            static () => MeasurePlan(static plan => plan.EagerReliability),
            "1",
            "Predicted for the latest rumor planned: everybody is reached before repair.");
        s_meter.CreateObservableGauge(
            NodeGroupsTelemetry.PlanRounds,
            static () => MeasurePlan(static plan => plan.Rounds),
            "{hop}",
            "Predicted for the latest rumor planned: hops.");
        s_meter.CreateObservableGauge(
            NodeGroupsTelemetry.PlanBytes,
            static () => MeasurePlan(static plan => plan.BytesPerNode),
            "By",
            "Predicted for the latest rumor planned: bytes that a member sends.");
    }

    /// <summary>Measures the latest plan of each node that has one; here its figures are computed.</summary>
    private static IEnumerable<Measurement<double>> MeasurePlan(Func<GossipPlan, double> value)
    {
        foreach ((Node node, KeyValuePair<string, object?> tag) in s_nodes)
        {
            if (node.Counters.LatestPlan is { } plan)
            {
                yield return new Measurement<double>(value(plan), tag);
            }
        }
    }

    private static IEnumerable<Measurement<double>> ObserveLoss()
    {
        foreach ((Node node, KeyValuePair<string, object?> tag) in s_nodes)
        {
            yield return new Measurement<double>(node.Counters.MessageLoss, tag);
        }
    }

    private static IEnumerable<Measurement<long>> ObserveDrops()
    {
        foreach ((Node node, KeyValuePair<string, object?> tag) in s_nodes)
        {
            foreach ((string reason, long count) in node.Drops())
            {
                yield return new Measurement<long>(count, tag, new(NodeGroupsTelemetry.ReasonTag, reason));
            }
        }
    }
}
