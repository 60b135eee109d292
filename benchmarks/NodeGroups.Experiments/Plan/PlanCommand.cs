using System.Globalization;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>The experiment <c>plan</c>: what <c>auto</c> would do, and what other ways of sending would need.</summary>
internal static class PlanCommand
{
    public static void Run(Arguments arguments, TextWriter output)
    {
        bool json = arguments.TakeFlag("--json");
        bool stream = arguments.TakeFlag("--stream");
        long payload = arguments.Take("--payload", 1_024L);
        double latency = arguments.Take("--latency-ms", 0.0);
        SpreadOptions group = new()
        {
            Strategy = SpreadStrategy.Broadcast,
            Nodes = arguments.Take("--nodes", 1_000),
            Loss = arguments.Take("--loss", 0.0),
            Crash = arguments.Take("--crash", 0.0),
        };
        double reliability = arguments.Take("--reliability", 0.999999);
        arguments.End();
        Check(group, payload, reliability, latency);
        GossipConditions conditions = new()
        {
            Reliability = reliability,
            Loss = group.Loss,
            DeadShare = group.Crash,
            IsStream = stream,
            Latency = latency > 0 ? TimeSpan.FromMilliseconds(latency) : null,
        };
        GossipPlan plan = GossipPlan.For(group.Nodes, payload, conditions);
        PlanCost cost = PlanCost.Of(() => GossipPlan.For(group.Nodes, payload, conditions));
        WayOfSending[] others = [.. Ways(group, reliability, payload)];
        if (json)
        {
            output.WriteLine(ResultJson.Write(Describe(plan, others, cost)));
        }
        else
        {
            Print(plan, others, cost, output);
        }
    }

    private static void Print(GossipPlan plan, WayOfSending[] others, PlanCost cost, TextWriter output)
    {
        Line("auto", $"{plan.Strategy}, fan-out {plan.Fanout}");
        Line("why", $"{plan.Reason}");
        Line("first phase", $"everybody with {plan.EagerReliability:0.0000000}, {plan.EagerCoverage:P4} of the live");
        Line("with repair", $"everybody with {plan.Reliability:0.0000000} after {plan.RepairRounds} rounds of digests");
        Line("hops", plan.Latency is { } time
            ? (FormattableString)$"{plan.Rounds:0}, {time.TotalMilliseconds:0.##} ms" : $"{plan.Rounds:0}");
        Line("a live node", $"sends {plan.PayloadSendsPerNode:0.00} payloads, {plan.BytesPerNode:N0} bytes");
        Line("busiest node", $"sends {plan.BusiestNodeSends:0.##} payloads");
        Line("the plan", $"chosen in {cost.Choose:0.00} µs, predicted in {cost.Predict:0} µs of this processor");
        output.WriteLine();
        output.WriteLine("Without repair the same reliability needs (bytes with headers, as above):");
        output.WriteLine(
            "strategy    fan-out   P(all)       rounds   payloads a node   bytes a node   busiest node, bytes");
        foreach (WayOfSending way in others)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{way.Strategy,-11} {way.Fanout,7}   {way.Reliability,-10:0.0000000} {way.Rounds,8}   "
                + $"{way.PayloadSendsPerLiveNode,15:0.00}   {way.BytesPerLiveNode,12:N0}   "
                + $"{way.BytesOfBusiestNode,19:N0}"));
        }

        void Line(string name, FormattableString text) =>
            output.WriteLine($"{name,-13}{text.ToString(CultureInfo.InvariantCulture)}");
    }

    private static object Describe(GossipPlan plan, WayOfSending[] others, PlanCost cost) => new
    {
        Strategy = "auto",
        Chosen = plan.Strategy.ToString().ToLowerInvariant(),
        plan.Fanout,
        Nodes = plan.Members,
        plan.PayloadBytes,
        plan.Conditions.Loss,
        Crash = plan.Conditions.DeadShare,
        Stream = plan.Conditions.IsStream,
        WishedReliability = plan.Conditions.Reliability,
        plan.EagerReliability,
        plan.EagerCoverage,
        plan.RepairRounds,
        plan.Reliability,
        plan.Rounds,
        LatencyMs = plan.Latency?.TotalMilliseconds,
        PayloadSendsPerLiveNode = plan.PayloadSendsPerNode,
        BytesPerLiveNode = plan.BytesPerNode,
        MaxPayloadSendsByOneNode = plan.BusiestNodeSends,
        plan.Reason,
        ChooseMicroseconds = cost.Choose,
        PredictMicroseconds = cost.Predict,
        WithoutRepair = others,
    };

    private static void Check(SpreadOptions group, long payload, double reliability, double latency)
    {
        if (payload is < 0 or > 1L << 40)
        {
            throw new UsageException("--payload must be 0 to 1099511627776 bytes.");
        }

        if (!(reliability is > 0 and < 1))
        {
            throw new UsageException("--reliability must be above 0 and below 1.");
        }

        if (!(latency is >= 0 and < 1e9))
        {
            throw new UsageException("--latency-ms must be at least 0.");
        }

        try
        {
            group.Validate();
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(problem.Message);
        }

        if (group.Nodes < 2)
        {
            throw new UsageException("--nodes must be at least 2: alone there is nobody to send to.");
        }
    }

    private static IEnumerable<WayOfSending> Ways(SpreadOptions group, double reliability, long payload)
    {
        int nodes = group.Nodes;
        int live = group.Live;
        double arrival = (1 - group.Loss) * live / nodes;
        int push = SpreadEstimate.TargetsFor(nodes, live, group.Loss, reliability);
        int rings = Math.Min(SpreadEstimate.RingsFor(live, arrival, reliability), nodes - 1);
        yield return new("broadcast", nodes - 1, SpreadEstimate.Broadcast(nodes, live, group.Loss), payload);
        yield return new("push", push, SpreadEstimate.Push(nodes, live, push, group.Loss), payload);
        yield return new("ring", rings, SpreadEstimate.Ring(nodes, live, rings, group.Loss), payload);
    }
}
