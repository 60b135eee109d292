using System.Diagnostics;
using System.Globalization;

namespace NodeGroups.Experiments;

/// <summary>
/// The experiment <c>idle</c>: what a process of many nodes over TCP on loopback costs that know each other and have
/// nothing to do but to watch over each other.
/// </summary>
internal static class IdleCommand
{
    public static async Task RunAsync(Arguments arguments, TextWriter output, TextWriter error)
    {
        bool json = arguments.TakeFlag("--json");
        int count = arguments.Take("--nodes", 100, 1, 1000);
        int settle = arguments.Take("--settle", 10, 0, 3600);
        int seconds = arguments.Take("--seconds", 20, 1, 3600);
        arguments.End();

        List<Node> nodes = [];
        try
        {
            error.WriteLine($"starting {count} nodes over TCP");
            await StartAsync(nodes, count);
            await Task.Delay(TimeSpan.FromSeconds(settle));
            error.WriteLine($"watching them for {seconds} s");
            IdleCost cost = await MeasureAsync(count, TimeSpan.FromSeconds(seconds));
            output.WriteLine(json ? ResultJson.Write(cost) : Describe(cost));
        }
        finally
        {
            await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        }
    }

    private static async Task StartAsync(List<Node> nodes, int count)
    {
        nodes.Add(await Node.StartAsync(new NodeOptions { Name = "n0" }));
        nodes.AddRange(await Task.WhenAll(Enumerable.Range(1, count - 1).Select(number => Node.StartAsync(
            new NodeOptions { Name = $"n{number}", Seeds = { nodes[0].Address } }).AsTask())));
        foreach (Node node in nodes)
        {
            await node.All.WaitForMembersAsync(count);
        }
    }

    private static async Task<IdleCost> MeasureAsync(int nodes, TimeSpan span)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan used = self.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes();
        long start = Stopwatch.GetTimestamp();
        await Task.Delay(span);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        self.Refresh();
        return new IdleCost(
            nodes,
            Math.Round(took.TotalSeconds, 2),
            Math.Round(100 * (self.TotalProcessorTime - used) / took, 1),
            Math.Round(self.WorkingSet64 / 1048576.0),
            Math.Round((GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / took.TotalSeconds),
            self.Threads.Count);
    }

    private static string Describe(IdleCost cost) => string.Create(
        CultureInfo.InvariantCulture,
        $"{cost.Nodes} idle nodes in one process, for {cost.Seconds} s: {cost.CorePercent} % of one core, "
        + $"{cost.ResidentMiB} MiB resident, {cost.AllocatedKiBPerSecond} KiB allocated a second, "
        + $"{cost.Threads} threads");

    /// <summary>What was measured.</summary>
    private sealed record IdleCost(
        int Nodes, double Seconds, double CorePercent, double ResidentMiB, double AllocatedKiBPerSecond, int Threads);
}
