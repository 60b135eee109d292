namespace NodeGroups.Processes;

/// <summary>A host's node did not start; carries the exit code.</summary>
internal sealed class HostStartException(int exitCode, string message, Exception? cause = null)
    : Exception(message, cause)
{
    public int ExitCode { get; } = exitCode;
}
