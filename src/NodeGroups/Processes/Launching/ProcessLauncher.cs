using System.ComponentModel;
using System.Diagnostics;

namespace NodeGroups.Processes;

/// <summary>Starts each child as a process: an argument list and no shell, its streams through private pipes.</summary>
internal sealed class ProcessLauncher : INodeLauncher
{
    public ValueTask<LaunchedNode> LaunchAsync(NodeLaunch launch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(launch);
        cancellationToken.ThrowIfCancellationRequested();
        ProcessStartInfo start = HostFile.CreateStartInfo(launch.Options);
        Process process = new() { StartInfo = start };
        try
        {
            process.Start();
            return new(new LaunchedProcess(process));
        }
        catch (Exception exception)
        {
            process.Dispose();
            throw exception is Win32Exception system ? Describe(system, start) : new SpawnFailedException(
                SpawnFailure.LaunchFailed, $"'{start.FileName}' could not be started: {exception.Message}", exception);
        }
    }

    /// <summary>Tells the system's reasons apart; the numbers are those of Unix and of Windows.</summary>
    private static SpawnFailedException Describe(Win32Exception exception, ProcessStartInfo start)
    {
        (SpawnFailure failure, string text) = (exception.NativeErrorCode, OperatingSystem.IsWindows()) switch
        {
            (2, _) or (3, true) => (SpawnFailure.FileNotFound, "does not exist"),
            (13, false) or (5, true) => (SpawnFailure.NotExecutable, "may not be executed; check its permissions"),
            (8, false) or (193 or 216, true) => (SpawnFailure.WrongFormat, "is not a program for this machine"),
            _ => (SpawnFailure.LaunchFailed, $"could not be started: {exception.Message}"),
        };
        return new SpawnFailedException(failure, $"'{start.FileName}' {text}.", exception);
    }
}
