// The sample cluster: starts nodes over real TCP, spreads rumors by gossip and by full broadcast, calls a group, kills
// nodes, stops the rest, and reports how long each took. Expected: two tables and two sentences; exit code 0.
// With --mode processes each node is a child process of this program. They start in milliseconds when it is native:
//   dotnet publish samples/Cluster -c Release -p:PublishAot=true
//   dotnet run -c Release --project samples/Cluster -- --mode processes --nodes 100 --host <the published Cluster>
// The published program can be run itself, too: then the parent has nothing to compile either.
using System.Runtime.InteropServices;
using System.Text.Json;
using Cluster;
using Cluster.Nodes;
using Cluster.Reports;
using NodeGroups;

if (NodeHost.IsSpawned(args))
{
    return await NodeHost.RunAsync(args, NodeCommands.Host);
}

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.Out.Write(ClusterArguments.Usage);
    return ExitCodes.Success;
}

if (!ClusterArguments.TryParse(args, out ClusterArguments? arguments, out string? problem))
{
    Console.Error.WriteLine(ClusterArguments.ShortUsage);
    Console.Error.WriteLine($"error: {problem}");
    return ExitCodes.Usage;
}

using CancellationTokenSource stop = new();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

IRunLog log = arguments.Json ? new PlainRunLog(Console.Error) : ConsoleRunLog.Create();
ClusterRun run = new(arguments, log);
ClusterReport report = await run.RunAsync(stop.Token);
if (arguments.Json)
{
    Console.Out.WriteLine(JsonSerializer.Serialize(report, ReportJson.Printed.ClusterReport));
}
else
{
    HumanReport.Write(report, arguments);
}

foreach (string failure in run.Problems)
{
    Console.Error.WriteLine($"failed: {failure}");
}

return stop.IsCancellationRequested ? ExitCodes.Interrupted
    : run.Problems.Count == 0 ? ExitCodes.Success
    : ExitCodes.Failure;
