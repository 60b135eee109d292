using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>What loss and unnoticed crashes do: what is missed while announcements are on and digests off, and how long
/// repair takes.</summary>
internal static class UnderFaults
{
    private static readonly double[] Losses = [0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4];
    private static readonly double[] Crashes = [0, 0.1, 0.2, 0.3, 0.4, 0.5];

    public static string Run(Comparison comparison)
    {
        int nodes = Math.Min(10_000, comparison.Sizes.Max());
        string size = FormattableString.Invariant($"{nodes:N0} members, 1 KiB, 0.5 ms log-normal, 1 Gb/s");
        MarkdownTable table = new(
            size + ": share missed with digests off; with them everybody, after ms, at payloads a node",
            "strategy",
            "10 % loss: missed, digests off",
            "ms",
            "payloads",
            "30 % crashed: missed, digests off",
            "ms",
            "payloads",
            "both: ms",
            "reached");
        LinePlot missed = new()
        {
            Title = "Share of members missed with digests off",
            Zero = "nobody missed",
            Note = size,
            X = new PlotAxis("share of messages lost"),
            Y = new PlotAxis("share missed") { IsLog = true, Minimum = 1e-6, Maximum = 1 },
        };
        LinePlot times = new()
        {
            Title = "Time until every survivor has it, repair included",
            Note = size + ", crashes unnoticed",
            X = new PlotAxis("share of members crashed"),
            Y = new PlotAxis("milliseconds") { IsLog = true },
        };
        foreach ((string name, string label) in CostOfStrategies.Strategies)
        {
            Row(comparison, table, name, label, nodes);
            if (name is "broadcast" or "push" or "ring" or "tree" or "auto")
            {
                missed.Add(label, Losses.Select(loss => (loss, Missed(comparison, name, nodes, loss, 0))));
            }

            if (name is "ring" or "tree" or "pushpull" or "antientropy" or "auto")
            {
                times.Add(label, Crashes.Select(crash => (crash, Time(comparison, name, nodes, crash))));
            }
        }

        comparison.Save(missed, "missed-by-loss.svg");
        comparison.Save(times, "time-by-crash.svg");
        return table.ToString();
    }

    private static void Row(Comparison comparison, MarkdownTable table, string name, string label, int nodes)
    {
        SpreadResult loss = comparison.Run(Faulty(name, nodes, 0.1, 0, repair: true));
        SpreadResult crash = comparison.Run(Faulty(name, nodes, 0, 0.3, repair: true));
        SpreadResult both = comparison.Run(Faulty(name, nodes, 0.1, 0.3, repair: true));
        table.Add(
            label,
            Share(Missed(comparison, name, nodes, 0.1, 0)),
            Comparison.Number(loss.TimeToAllMean * Comparison.Milliseconds),
            Comparison.Number(loss.PayloadSendsPerLiveNode),
            Share(Missed(comparison, name, nodes, 0, 0.3)),
            Comparison.Number(crash.TimeToAllMean * Comparison.Milliseconds),
            Comparison.Number(crash.PayloadSendsPerLiveNode),
            Comparison.Number(both.TimeToAllMean * Comparison.Milliseconds),
            FormattableString.Invariant($"{new[] { loss, crash, both }.Min(result => result.CoverageMinimum):0.0000}"));
    }

    private static double Missed(Comparison comparison, string name, int nodes, double loss, double crash) =>
        1 - comparison.Run(Faulty(name, nodes, loss, crash, repair: false)).CoverageMean;

    private static double Time(Comparison comparison, string name, int nodes, double crash) =>
        (comparison.Run(Faulty(name, nodes, 0, crash, repair: true)).TimeToAllMean ?? double.NaN)
            * Comparison.Milliseconds;

    private static SpreadRun Faulty(string name, int nodes, double loss, double crash, bool repair) =>
        Comparison.Local(name, nodes, repair ? 3 : 6, repair, options => options with { Loss = loss, Crash = crash });

    private static string Share(double share) =>
        share == 0 ? "0" : FormattableString.Invariant($"{share:0.0e0}");
}
