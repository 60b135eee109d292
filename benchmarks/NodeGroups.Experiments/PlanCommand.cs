using System.Globalization;
using System.Text.Json;
using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>The experiment <c>plan</c>: the fan-out that each way of sending needs for a wished reliability.</summary>
internal static class PlanCommand
{
    private static readonly JsonSerializerOptions Naming = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void Run(Arguments arguments, TextWriter output)
    {
        bool json = arguments.TakeFlag("--json");
        long payload = arguments.Take("--payload", 1_024L);
        double reliability = arguments.Take("--reliability", 0.999999);
        SpreadOptions group = new()
        {
            Strategy = SpreadStrategy.Broadcast,
            Nodes = arguments.Take("--nodes", 1_000),
            Loss = arguments.Take("--loss", 0.0),
            Crash = arguments.Take("--crash", 0.0),
        };
        arguments.End();
        Check(group, payload, reliability);
        if (!json)
        {
            output.WriteLine(
                "strategy    fan-out   P(all)       rounds   payloads a node   bytes a node   busiest node");
        }

        foreach ((string name, int fanout, SpreadEstimate estimate) in Ways(group, reliability))
        {
            double bytes = estimate.PayloadSendsPerLiveNode * payload;
            output.WriteLine(json
                ? Json(name, fanout, estimate, bytes)
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name,-11} {fanout,7}   {estimate.Reliability,-10:0.0000000} {estimate.Rounds,8}   "
                    + $"{estimate.PayloadSendsPerLiveNode,15:0.00}   {bytes,12:N0}   {fanout * payload,12:N0}"));
        }
    }

    private static void Check(SpreadOptions group, long payload, double reliability)
    {
        if (payload is < 0 or > 1L << 40)
        {
            throw new UsageException("--payload must be 0 to 1099511627776 bytes.");
        }

        if (!(reliability is > 0 and < 1))
        {
            throw new UsageException("--reliability must be above 0 and below 1.");
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

    private static IEnumerable<(string Name, int Fanout, SpreadEstimate Estimate)> Ways(
        SpreadOptions group, double reliability)
    {
        int nodes = group.Nodes;
        int live = group.Live;
        double arrival = (1 - group.Loss) * live / nodes;
        int push = SpreadEstimate.TargetsFor(nodes, live, group.Loss, reliability);
        int rings = Math.Min(SpreadEstimate.RingsFor(live, arrival, reliability), nodes - 1);
        yield return ("broadcast", nodes - 1, SpreadEstimate.Broadcast(nodes, live, group.Loss));
        yield return ("push", push, SpreadEstimate.Push(nodes, live, push, group.Loss));
        yield return ("ring", rings, SpreadEstimate.Ring(nodes, live, rings, group.Loss));
    }

    private static string Json(string strategy, int fanout, SpreadEstimate estimate, double bytesPerLiveNode) =>
        JsonSerializer.Serialize(
            new
            {
                strategy,
                fanout,
                estimate.Reliability,
                estimate.Coverage,
                estimate.Rounds,
                estimate.PayloadSendsPerLiveNode,
                bytesPerLiveNode,
                MaxPayloadSendsByOneNode = fanout,
            },
            Naming);
}
