using Microsoft.Extensions.Logging;

namespace NodeGroups.Processes;

/// <summary>Log lines about child nodes: 1500 to 1599.</summary>
internal static partial class ProcessLog
{
    [LoggerMessage(
        1500,
        LogLevel.Information,
        "Child {Child} ({Id}) is up at {Address}, process {ProcessId}, after {Milliseconds} ms.")]
    public static partial void Spawned(
        ILogger logger, string child, string id, NodeAddress address, int processId, double milliseconds);

    [LoggerMessage(1501, LogLevel.Warning, "Child {Child} did not come up ({Failure}): {Problem}")]
    public static partial void SpawnFailed(ILogger logger, string child, SpawnFailure failure, string problem);

    [LoggerMessage(1502, LogLevel.Information, "Child {Child} has stopped with exit code {ExitCode}.")]
    public static partial void Stopped(ILogger logger, string child, int exitCode);

    [LoggerMessage(1503, LogLevel.Warning, "Child {Child} did not stop in time and was ended by force.")]
    public static partial void StopForced(ILogger logger, string child);

    [LoggerMessage(
        1504, LogLevel.Warning, "Child {Child} ended unasked with exit code {ExitCode}. Its last line: {LastLine}")]
    public static partial void Ended(ILogger logger, string child, int exitCode, string lastLine);

    [LoggerMessage(1505, LogLevel.Warning, "What receives the output of child {Child} failed; this is told once.")]
    public static partial void OutputReceiverFailed(ILogger logger, string child, Exception exception);

    [LoggerMessage(1506, LogLevel.Information, "Told to stop by {Caller}.")]
    public static partial void RemoteStop(ILogger logger, NodeId caller);

    [LoggerMessage(1507, LogLevel.Information, "Spawning {Profile} for {Caller}.")]
    public static partial void RemoteSpawn(ILogger logger, string profile, NodeId caller);

    [LoggerMessage(1508, LogLevel.Information, "Told to stop by SIGTERM, Ctrl-C or the end of standard input.")]
    public static partial void HostStops(ILogger logger);

    [LoggerMessage(1510, LogLevel.Information, "[{Child}] {Line}")]
    public static partial void Output(ILogger logger, string child, string line);

    [LoggerMessage(1511, LogLevel.Information, "[{Child}] (stderr) {Line}")]
    public static partial void ErrorOutput(ILogger logger, string child, string line);
}
