using NodeGroups.Simulation;

namespace NodeGroups.Experiments;

/// <summary>Gossip against full broadcast by the size of the group: time, and the load of the busiest node.</summary>
internal static class WhyNotSendToAll
{
    private static readonly (string Name, string Label)[] Strategies =
    [
        ("broadcast", "broadcast"), ("push", "push, for 0.999999"), ("ring", "ring, 4"), ("tree", "tree, 4"),
        ("auto", "auto"),
    ];

    public static string Run(Comparison comparison)
    {
        MarkdownTable table = new(
            "Time until everybody has 1 KiB, in ms (0.5 ms log-normal, 1 Gb/s, digests off), and copies sent by the "
            + "busiest node",
            "members", "broadcast", "push", "ring", "tree", "auto", "busiest: broadcast", "push", "ring", "tree",
            "auto");
        List<(double X, double Y)>[] times = [.. Strategies.Select(_ => new List<(double, double)>())];
        List<(double X, double Y)>[] busiest = [.. Strategies.Select(_ => new List<(double, double)>())];
        List<(double X, double Y)>[] sends = [.. Strategies.Select(_ => new List<(double, double)>())];
        foreach (int size in comparison.Sizes)
        {
            string[] cells = new string[1 + (2 * Strategies.Length)];
            cells[0] = PlotAxis.Text(size);
            for (int i = 0; i < Strategies.Length; i++)
            {
                SpreadRun run = Comparison.Local(Strategies[i].Name, size, Trials(size), repair: false);
                SpreadResult result = comparison.Run(run);
                double? time = Comparison.MillisecondsToAll(run, result);
                times[i].Add((size, time ?? double.NaN));
                busiest[i].Add((size, result.MaxPayloadSendsByOneNode));
                sends[i].Add((size, result.PayloadSendsPerLiveNode));
                cells[1 + i] = Comparison.Number(time);
                cells[1 + i + Strategies.Length] = PlotAxis.Text(result.MaxPayloadSendsByOneNode);
            }

            table.Add(cells);
        }

        const string note = "1 KiB, 0.5 ms latency (log-normal), 1 Gb/s for each node, no faults, digests off";
        Save(comparison, "time-by-size.svg", "Time until everybody has it", note, "milliseconds", times);
        Save(comparison, "busiest-by-size.svg", "Copies the busiest node sends", note, "copies", busiest);
        Save(comparison, "sends-by-size.svg", "Copies sent for each member", note, "copies", sends);
        return table.ToString();
    }

    private static int Trials(int size) => Math.Clamp(1_000_000 / size, 1, 1_000);

    private static void Save(
        Comparison comparison, string file, string title, string note, string unit, List<(double X, double Y)>[] lines)
    {
        LinePlot plot = new()
        {
            Title = title,
            Note = note,
            X = new PlotAxis("members") { IsLog = true },
            Y = new PlotAxis(unit) { IsLog = true },
        };
        for (int i = 0; i < lines.Length; i++)
        {
            plot.Add(Strategies[i].Label, lines[i]);
        }

        comparison.Save(plot, file);
    }
}
