using System.Diagnostics;
using System.Globalization;
using NodeGroups.Protocol;

namespace NodeGroups.Experiments;

/// <summary>
/// The experiment <c>large</c>: large payloads among real nodes over TCP on loopback, all in this process, with small
/// rumors beside them.
/// </summary>
internal static class LargeCommand
{
    public static async Task RunAsync(Arguments arguments, TextWriter output, TextWriter error)
    {
        bool json = arguments.TakeFlag("--json");
        int nodes = arguments.Take("--nodes", 50, 2, 500);
        int payload = arguments.Take("--payload", 16 * 1024 * 1024, 65_537, 64 * 1024 * 1024);
        int rumors = arguments.Take("--rumors", 3, 1, 1000);
        int window = arguments.Take(
            "--window", new LargePayloadSettings().ChunksInFlightPerPeer, 1, ProtocolLimits.ChunksPerPull);
        arguments.End();
        error.WriteLine($"starting {nodes} nodes over TCP");
        await using LargeNodes cluster = await LargeNodes.StartAsync(nodes, window);
        if (!json)
        {
            output.WriteLine(
                "rumor   half ms    all ms   origin up   most up   all up   small rumors: p50 ms    max ms   heap MiB");
        }

        for (int i = 0; i < rumors; i++)
        {
            LargeResult result = await cluster.SpreadAsync(i, payload);
            output.WriteLine(json ? ResultJson.Write(result) : Row(i, result));
        }

        if (!json)
        {
            GossipPlan plan = GossipPlan.For(nodes, payload);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $" plan {"",28}  {1,4:F2} {plan.BusiestNodeSends,9:F2} {plan.PayloadSendsPerNode,8:F2}   ")
                + "if nothing is sent twice");
        }

        using Process self = Process.GetCurrentProcess();
        error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"largest resident set {self.PeakWorkingSet64 / 1048576.0:F0} MiB, {nodes} nodes with a copy each of "
            + $"{rumors} x {payload / 1048576.0:F1} MiB retained"));
    }

    private static string Row(int rumor, LargeResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{rumor,5} {result.HalfMs,9:F0} {result.AllMs,9:F0} {result.OriginUpload,11:F2} {result.MostUpload,9:F2} "
        + $"{result.MeanUpload,8:F2} {result.SmallP50Ms,22:F1} {result.SmallMaxMs,9:F1} {result.HeapMiB,10:F0}");
}
