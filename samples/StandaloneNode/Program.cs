// The ready-made host: a node that needs no code, from the command line or as a child of SpawnAsync.
//   dotnet run -c Release --project samples/StandaloneNode -- --port 7400 --group orders
// Expected: one line, ready {"id":"...","name":"node","address":"127.0.0.1:7400","processId":...}; then it runs until
// Ctrl-C or SIGTERM, leaves, and exits with 0; its log goes to standard error. As a native program, which starts in
// milliseconds:
//   dotnet publish samples/StandaloneNode -c Release -p:PublishAot=true
// (artifacts/publish/StandaloneNode/release*/nodegroups-node). SpawnAsync takes it by itself when it lies beside the
// program that spawns, else by NodeProcessOptions.FileName.
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NodeGroups;

if (NodeHost.IsSpawned(args))
{
    return await NodeHost.RunAsync(args);
}

// Stand-alone, what happens goes to standard error: standard output has the readiness line alone.
using ILoggerFactory log = LoggerFactory.Create(builder => builder
    .AddSimpleConsole(format => (format.SingleLine, format.TimestampFormat) = (true, "HH:mm:ss.fff "))
    .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
return await NodeHost.RunAsync(args, new NodeHostOptions { Configure = options => options.LoggerFactory = log });
