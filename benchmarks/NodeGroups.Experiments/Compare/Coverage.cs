using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>Coverage by round: in the models of rounds, and of the others by the shipped code.</summary>
internal static class Coverage
{
    private static readonly (string Label, string Name, SpreadOptions Options)[] Runs =
    [
        ("broadcast", "broadcast", new SpreadOptions()),
        ("push once, 4", "push", new SpreadOptions { Fanout = Fanout.Constant(4) }),
        ("push once, 16", "push", new SpreadOptions { Fanout = Fanout.Constant(16) }),
        ("ring, 4", "ring", new SpreadOptions { Fanout = Fanout.Constant(4) }),
        ("push for ever, 1", "push", new SpreadOptions { Mode = PushMode.Forever, Fanout = Fanout.Constant(1) }),
        ("pull, 1", "pull", new SpreadOptions()),
        ("push-pull, 1", "pushpull", new SpreadOptions()),
        ("mongering, k = 3", "rumor", new SpreadOptions()),
        ("tree, 4", "tree", new SpreadOptions()),
        ("plumtree, first rumor", "plumtree", new SpreadOptions()),
        ("auto", "auto", new SpreadOptions()),
        ("anti-entropy", "antientropy", new SpreadOptions()),
    ];

    public static string Run(Comparison comparison)
    {
        int nodes = Math.Min(100_000, comparison.Sizes.Max());
        MarkdownTable table = new(
            FormattableString.Invariant($"{nodes:N0} members, one round a message, no faults; the last four repair"),
            "strategy", "rounds to all", "reached", "all reached in", "payloads a node", "busiest node");
        LinePlot plot = new()
        {
            Title = "Coverage by round",
            Note = FormattableString.Invariant($"{nodes:N0} members, no faults"),
            X = new PlotAxis("round") { Maximum = 30 },
            Y = new PlotAxis("share of members that have it") { Minimum = 0, Maximum = 1 },
        };
        foreach ((string label, string name, SpreadOptions options) in Runs)
        {
            SpreadRun run = SpreadRuns.Create(name, options with { Nodes = nodes, Trials = 10 }, repair: null);
            SpreadResult result = comparison.Run(run);
            table.Add(
                label,
                Comparison.Number(result.RoundsToAllMean),
                FormattableString.Invariant($"{result.CoverageMean:0.0000}"),
                FormattableString.Invariant($"{result.AllReachedShare:P0}"),
                Comparison.Number(result.PayloadSendsPerLiveNode),
                PlotAxis.Text(result.MaxPayloadSendsByOneNode));
            plot.Add(label, comparison.Curve(run, 5).Where(point => point.X <= 30));
        }

        comparison.Save(plot, "coverage-by-round.svg");
        return table.ToString();
    }
}
