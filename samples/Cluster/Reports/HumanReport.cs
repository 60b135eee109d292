using System.Globalization;
using Spectre.Console;

namespace Cluster.Reports;

/// <summary>The report for people: what each step cost, gossip beside broadcast, and two sentences.</summary>
internal static class HumanReport
{
    public static void Write(ClusterReport report, ClusterArguments arguments)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine(
            $"[bold]{report.Nodes} nodes[/] ({report.Mode}, TCP on loopback), random seed {report.Seed}");
        AnsiConsole.Write(Steps(report));
        if (report is { Gossip: { } gossip, Broadcast: { } broadcast })
        {
            AnsiConsole.Write(Comparison(report.Strategy, gossip, broadcast));
        }

        if (report is { Launch: { } launch, Gossip: { LastDeliveryMsP50: { } last } spread })
        {
            AnsiConsole.WriteLine();
            Console.Out.WriteLine(
                $"Launching {report.Nodes} nodes took {launch.TotalMs / 1000:F2} s "
                + $"(in parallel; a single one {launch.PerNodeMsP50:F0} ms, median).");
            Console.Out.WriteLine(
                $"A message of {arguments.Payload} bytes reached all {report.Nodes} nodes in {last:F2} ms "
                + $"(median of {spread.Rumors} rumors) with strategy {Describe(report, arguments)}.");
        }
    }

    private static string Describe(ClusterReport report, ClusterArguments arguments)
    {
        if (report.Strategy == Strategies.Broadcast || report.Fanout == report.Strategy)
        {
            return report.Strategy;
        }

        string peers = arguments.GroupOptions.Fanout.For(report.Nodes).ToString(CultureInfo.InvariantCulture);
        string fanout = report.Fanout == peers ? peers : $"{report.Fanout} = {peers}";
        return $"{report.Strategy}, fan-out {fanout}";
    }

    private static Table Steps(ClusterReport report)
    {
        Table table = new Table { Border = TableBorder.Rounded }
            .AddColumn("step")
            .AddColumn(new TableColumn("took").RightAligned())
            .AddColumn("of which");
        if (report.Launch is { } launch)
        {
            table.AddRow("launch", Ms(launch.TotalMs), $"{Ms(launch.PerNodeMsP50)} per node (median)");
        }

        if (report.Converge is { } converge)
        {
            table.AddRow("all see all", Ms(converge.ViewMs), "after the launch");
        }

        CountRumors(report.Strategy, report.Gossip);
        CountRumors(Strategies.Broadcast, report.Broadcast);
        if (report.Calls is { } calls)
        {
            table.AddRow(
                "group call",
                Ms(calls.GroupCallMsP50),
                $"p99 {Ms(calls.GroupCallMsP99)}, {calls.Replies}/{calls.Expected} replies");
        }

        if (report.Kill is { Killed: > 0 } kill)
        {
            table.AddRow("kill", Ms(kill.DetectedByAllMs), $"until all others knew of {kill.Killed}");
        }

        if (report.Stop is { } stop)
        {
            table.AddRow("stop", Ms(stop.TotalMs), $"{stop.Nodes} nodes, {stop.Orphans} orphans");
        }

        return table;

        void CountRumors(string strategy, SpreadReport? spread)
        {
            if (spread is not null && spread.Rumors < spread.Requested)
            {
                table.AddRow("rumors", "–", $"{spread.Rumors} of {spread.Requested} by {strategy}: ended early");
            }
        }
    }

    private static Table Comparison(string strategy, SpreadReport gossip, SpreadReport broadcast)
    {
        string left = strategy == Strategies.Broadcast ? "broadcast (as chosen)" : strategy;
        Table table = new Table { Border = TableBorder.Rounded }
            .AddColumn("one rumor")
            .AddColumn(new TableColumn(left).RightAligned())
            .AddColumn(new TableColumn(Strategies.Broadcast).RightAligned());
        Row("coverage", spread => spread.Coverage.ToString("P2", CultureInfo.InvariantCulture));
        Row("last delivery, median", spread => Ms(spread.LastDeliveryMsP50));
        Row("last delivery, p99", spread => Ms(spread.LastDeliveryMsP99));
        Row("the first of all, not counted", spread => Ms(spread.FirstMs));
        Row("payloads per delivery", spread => Number(spread.PayloadsPerDelivery));
        Row("sends by the busiest node", spread => Number(spread.MaxSendsPerNode));
        return table;

        void Row(string name, Func<SpreadReport, string> value) => table.AddRow(name, value(gossip), value(broadcast));
    }

    private static string Ms(double? milliseconds) => milliseconds switch
    {
        null => "–",
        >= 100 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F2} ms"),
    };

    private static string Number(double? value) =>
        value is null ? "–" : value.Value.ToString("0.##", CultureInfo.InvariantCulture);
}
