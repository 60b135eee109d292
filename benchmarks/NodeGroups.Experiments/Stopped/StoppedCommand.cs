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
        int times = arguments.Take("--times", 3, 1, 100);
        int interval = arguments.Take("--interval-ms", 20, 1, 1_000);
        int payload = arguments.Take("--payload", 64, 16, 65_536);
        string strategy = arguments.TakeStrategy();
        arguments.End();
        if (OperatingSystem.IsWindows())
        {
            throw new UsageException("This experiment needs SIGSTOP, which this system does not have.");
        }

        using CancellationTokenSource limit = new(
            times * (Limit + (2 * rumors * TimeSpan.FromMilliseconds(interval))));
        await using StoppedCluster cluster = await StoppedCluster.StartAsync(nodes, strategy, error, limit.Token);
        await cluster.SpreadAsync(2 * rumors, interval, payload, limit.Token);
        List<StoppedPart> allBefore = [];
        List<StoppedPart> allDuring = [];
        for (int i = 0; i < times; i++)
        {
            allBefore.Add(await cluster.SpreadAsync(rumors, interval, payload, limit.Token));
            await cluster.StopVictimAsync();
            allDuring.Add(await cluster.SpreadAsync(rumors, interval, payload, limit.Token));
            await cluster.ContinueVictimAsync(limit.Token);
            error.WriteLine($"{i + 1} of {times} times");
        }

        StoppedPart before = StoppedPart.Of(allBefore);
        StoppedPart during = StoppedPart.Of(allDuring);
        StoppedFigures figures = new(
            strategy,
            nodes,
            rumors * times,
            before.Quantile(0.5),
            before.Quantile(1),
            during.Quantile(0.5),
            during.Quantile(1),
            during.Milliseconds.Count,
            during.NoticedAfter);
        output.WriteLine(json ? ResultJson.Write(figures) : Table(figures));
        return before.Milliseconds.Count == figures.Rumors && figures.StoppedReached == figures.Rumors ? 0 : 1;
    }

    private static string Table(StoppedFigures figures)
    {
        string noticed = figures.NoticedAfter is { } after
            ? $"left the view after {after} rumors at the earliest" : "stayed in the view";
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
