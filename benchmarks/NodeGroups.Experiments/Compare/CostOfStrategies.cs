using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>What each strategy costs and how fast it is, with repair, in one group on a local network.</summary>
internal static class CostOfStrategies
{
    private const int Nodes = 10_000;

    public static readonly (string Name, string Label)[] Strategies =
    [
        ("broadcast", "Broadcast"), ("push", "Push, for 0.999999"), ("ring", "RingPush, 4"), ("tree", "Tree, 4"),
        ("plumtree", "Plumtree, its tree stands"), (Comparison.PushForever, "PushForever, rounds of 20 ms"),
        ("pushpull", "PushPull, 4"), ("rumor", "RumorMongering, k = 3"),
        ("antientropy", "AntiEntropy"), ("auto", "Auto"),
    ];

    public static string Run(Comparison comparison)
    {
        int nodes = Math.Min(Nodes, comparison.Sizes.Max());
        MarkdownTable table = new(
            FormattableString.Invariant($"{nodes:N0} members, 1 KiB, 0.5 ms log-normal, 1 Gb/s, ")
                + "no faults, with repair",
            "strategy",
            "ms to all",
            "payloads a node",
            "other messages a node",
            "bytes a node",
            "busiest node's payloads");
        LinePlot bytes = new()
        {
            Title = "Bytes sent by each member, by the size of the rumor",
            Note = FormattableString.Invariant($"{nodes / 10:N0} members, 0.5 ms log-normal, no faults, repair on"),
            X = new PlotAxis("payload in bytes") { IsLog = true },
            Y = new PlotAxis("bytes a member sends") { IsLog = true },
        };
        foreach ((string name, string label) in Strategies)
        {
            SpreadRun run = Comparison.Local(name, nodes, 3, repair: true);
            SpreadResult result = comparison.Run(run);
            table.Add(
                label,
                Comparison.Number(Comparison.MillisecondsToAll(run, result)),
                Comparison.Number(result.PayloadSendsPerLiveNode),
                Comparison.Number(result.ControlSendsPerLiveNode),
                Comparison.Number(result.BytesPerLiveNode),
                PlotAxis.Text(result.MaxPayloadSendsByOneNode));
            if (name is "broadcast" or "push" or "ring" or "tree" or "antientropy" or "auto")
            {
                bytes.Add(label, Payloads().Select(size => ((double)size, Bytes(comparison, name, nodes / 10, size))));
            }
        }

        comparison.Save(bytes, "bytes-by-payload.svg");
        return table.ToString();
    }

    private static IEnumerable<int> Payloads() => [64, 256, 1_024, 4_096, 16_384, 65_536, 262_144];

    private static double Bytes(Comparison comparison, string name, int nodes, int payload) =>
        comparison.Run(Comparison.Local(name, nodes, 2, repair: true, options => options with
        {
            PayloadBytes = payload,
            Engine = options.Engine with { UploadBytesPerSecond = null },
        })).BytesPerLiveNode;
}
