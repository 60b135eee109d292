using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>The meter and the activity source, and the nodes of this process that they observe.</summary>
internal static class RuntimeDiagnostics
{
    private static readonly ActivitySource s_activities = new(NodeGroupsTelemetry.SourceName);
    private static readonly Meter s_meter = new(NodeGroupsTelemetry.SourceName);
    private static readonly ConcurrentDictionary<Node, KeyValuePair<string, object?>> s_nodes = new();

    private static readonly Histogram<double> s_callDuration =
        s_meter.CreateHistogram<double>(NodeGroupsTelemetry.CallDuration, "s", "Duration of calls.");

    private static readonly Histogram<double> s_spawnDuration =
        s_meter.CreateHistogram<double>(NodeGroupsTelemetry.SpawnDuration, "s", "Spawns of child nodes.");

    private static readonly Counter<long> s_handlersFailed =
        s_meter.CreateCounter<long>(NodeGroupsTelemetry.HandlersFailed, "{run}", "Runs of handlers that threw.");

    static RuntimeDiagnostics()
    {
        s_meter.CreateObservableGauge(NodeGroupsTelemetry.Members, ObserveMembers, "{member}", "Members in view.");
        Observe(NodeGroupsTelemetry.RumorsDelivered, static node => node.Counters.RumorsDelivered);
        Observe(NodeGroupsTelemetry.RumorsRedundant, static node => node.Counters.RumorsRedundant);
        Observe(NodeGroupsTelemetry.RumorsRepaired, static node => node.Counters.RumorsRepaired);
        Observe(NodeGroupsTelemetry.RumorsLost, static node => node.Counters.RumorsLost);
        Observe(NodeGroupsTelemetry.RumorsRefused, static node => node.Counters.RumorsRefused);
        Observe(NodeGroupsTelemetry.TransfersCompleted, static node => node.Counters.TransfersCompleted);
        Observe(NodeGroupsTelemetry.TransfersDropped, static node => node.Counters.TransfersDropped);
        s_meter.CreateObservableGauge(
            NodeGroupsTelemetry.TransfersHeld, () => Measure(static node => node.Counters.LargeBytesHeld), "By");
        s_meter.CreateObservableCounter(
            NodeGroupsTelemetry.RumorsPlanned, ObservePlanned, "{rumor}", "Rumors by the way that auto chose.");
        s_meter.CreateObservableGauge(
            NodeGroupsTelemetry.MessageLoss, ObserveLoss, "1", "Share of messages lost, as probes see it.");
        Observe(NodeGroupsTelemetry.ProbesSent, static node => node.Counters.ProbesSent);
        Observe(NodeGroupsTelemetry.ProbesFailed, static node => node.Counters.ProbesFailed);
        s_meter.CreateObservableCounter(
            NodeGroupsTelemetry.FramesDropped, ObserveDrops, "{frame}", "Frames dropped, by reason.");
        s_meter.CreateObservableCounter(
            NodeGroupsTelemetry.ConnectionsFailed, ObserveFailures, "{connection}", "Connections refused, by reason.");
        Observe(NodeGroupsTelemetry.DialsFailed, static node => node.TransportCounters?.DialsFailed ?? 0);
    }

    public static bool AreCallsTraced => s_activities.HasListeners();

    public static void Add(Node node) => s_nodes[node] = new(NodeGroupsTelemetry.NodeTag, node.Name);

    public static void Remove(Node node) => s_nodes.TryRemove(node, out _);

    public static Activity? StartCall(string method, GroupName group) =>
        Start(method, group, ActivityKind.Client, default);

    public static Activity? StartServed(string method, GroupName group, string traceParent)
    {
        if (!s_activities.HasListeners())
        {
            return null;
        }

        ActivityContext.TryParse(traceParent, null, isRemote: true, out ActivityContext parent);
        return Start(method, group, ActivityKind.Server, parent);
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

    public static void SpawnEnded(TimeSpan took, string status) => s_spawnDuration.Record(
        took.TotalSeconds, new KeyValuePair<string, object?>(NodeGroupsTelemetry.StatusTag, status));

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

    private static void Observe(string name, Func<Node, long> value) =>
        s_meter.CreateObservableCounter(name, () => Measure(value));

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
