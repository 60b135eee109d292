using System.Diagnostics;
using System.Globalization;

namespace NodeGroups.Experiments;

/// <summary>
/// The experiment <c>stopped</c>: whether one process that stands still slows rumors among the others, over TCP.
/// </summary>
internal static class StoppedCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(Arguments arguments, TextWriter output, TextWriter error)
    {
        bool json = arguments.TakeFlag("--json");
        int nodes = arguments.Take("--nodes", 10, 3, 100);
        int rumors = arguments.Take("--rumors", 200, 10, 10_000);
        int interval = arguments.Take("--interval-ms", 20, 1, 1_000);
        int payload = arguments.Take("--payload", 64, 16, 65_536);
        string strategy = arguments.Take("--strategy") ?? "auto";
        arguments.End();
        if (GossipStrategies.FromName(strategy) is null)
        {
            throw new UsageException($"--strategy '{strategy}' is unknown.");
        }

        if (OperatingSystem.IsWindows())
        {
            throw new UsageException("This experiment needs SIGSTOP, which this system does not have.");
        }

        using CancellationTokenSource limit = new(Limit + (2 * rumors * TimeSpan.FromMilliseconds(interval)));
        await using StoppedCluster cluster = await StoppedCluster.StartAsync(nodes, strategy, error, limit.Token);
        await cluster.SpreadAsync(Math.Min(rumors, 50), interval, payload, limit.Token);
        StoppedPart before = await cluster.SpreadAsync(rumors, interval, payload, limit.Token);
        await cluster.StopVictimAsync();
        StoppedPart during = await cluster.SpreadAsync(rumors, interval, payload, limit.Token);
        StoppedFigures figures = new(
            strategy,
            nodes,
            rumors,
            before.Quantile(0.5),
            before.Quantile(1),
            during.Quantile(0.5),
            during.Quantile(1),
            during.Milliseconds.Count,
            during.NoticedAfter);
        output.WriteLine(json ? ResultJson.Write(figures) : Table(figures));
        return before.Milliseconds.Count == rumors && figures.StoppedReached == rumors ? 0 : 1;
    }

    private static string Table(StoppedFigures figures)
    {
        string noticed = figures.NoticedAfter is { } after
            ? $"left the view after {after} of {figures.Rumors} rumors" : "stayed in the view";
        return string.Join(
            Environment.NewLine,
            Line($"{figures.Strategy}, {figures.Nodes} processes, {figures.Rumors} rumors before, as many during"),
            Line($"before    last of others: p50 {figures.BeforeP50Ms:0.00} ms, most {figures.BeforeMaxMs:0.00} ms"),
            Line($"stopped   last of others: p50 {figures.StoppedP50Ms:0.00} ms, most {figures.StoppedMaxMs:0.00} ms"),
            Line($"reached   {figures.StoppedReached} of {figures.Rumors} reached all others during it"),
            Line($"the one   {noticed}"));

        static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
