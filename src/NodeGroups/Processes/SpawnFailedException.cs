namespace NodeGroups;

/// <summary>A child node did not come up. No process of it is left.</summary>
public sealed class SpawnFailedException : Exception
{
    /// <summary>Creates an exception.</summary>
    public SpawnFailedException()
        : this("The child node did not come up.")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What went wrong.</param>
    public SpawnFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public SpawnFailedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception for launchers.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="message">What went wrong, for people.</param>
    /// <param name="innerException">The cause, or null.</param>
    public SpawnFailedException(SpawnFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    internal SpawnFailedException(
        SpawnFailure failure,
        string name,
        string message,
        int? processId,
        int? exitCode,
        IReadOnlyList<string> output,
        Exception? cause)
        : base(Describe(name, message, processId, exitCode, output), cause)
    {
        Failure = failure;
        NodeName = name;
        ProcessId = processId;
        ExitCode = exitCode;
        Output = output;
    }

    /// <summary>Gets why.</summary>
    /// <value><see cref="SpawnFailure.LaunchFailed"/> unless told.</value>
    public SpawnFailure Failure { get; }

    /// <summary>Gets the name the child should have had.</summary>
    public string NodeName { get; } = string.Empty;

    /// <summary>Gets the operating system's id that its process had; null when there was none.</summary>
    public int? ProcessId { get; }

    /// <summary>Gets the exit code; null when there was no process, or it did not end by itself. See
    /// <see cref="NodeExitCode"/>.</summary>
    public int? ExitCode { get; }

    /// <summary>Gets the last lines that the child printed, at most 8 KiB. Not trusted: they come from the
    /// child.</summary>
    public IReadOnlyList<string> Output { get; } = [];

    private static string Describe(
        string name, string message, int? processId, int? exitCode, IReadOnlyList<string> output)
    {
        string process = processId is { } id ? $" (process {id})" : string.Empty;
        string code = exitCode is { } value ? $" Exit code {value}." : string.Empty;
        string said = output.Count == 0
            ? string.Empty
            : $" Its last output:{Environment.NewLine}{string.Join(Environment.NewLine, output)}";

        // What a start action throws need not be a sentence.
        string stop = message.EndsWith('.') || (code.Length == 0 && said.Length == 0) ? string.Empty : ".";
        return $"The node '{name}'{process} did not come up: {message}{stop}{code}{said}";
    }
}
