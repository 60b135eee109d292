namespace NodeGroups;

/// <summary>A node could not join: no seed node answered in time.</summary>
public sealed class JoinFailedException : Exception
{
    /// <summary>Creates an exception without seed nodes.</summary>
    public JoinFailedException()
        : this("No seed node answered in time.")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What went wrong.</param>
    public JoinFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public JoinFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="failures">The seed nodes that were asked, and what came of it.</param>
    /// <param name="elapsed">How long they were asked.</param>
    public JoinFailedException(IReadOnlyList<SeedFailure> failures, TimeSpan elapsed)
        : base(
            $"Could not join within {elapsed.TotalSeconds:0.#} s. "
            + string.Join(" ", failures.Select(failure => $"{failure.Seed}: {failure.Reason}"))
            + " Check that one of the seed nodes runs, can be reached and has the same ClusterId.")
    {
        Failures = failures;
    }

    /// <summary>Gets the seed nodes that were asked, and what came of it.</summary>
    /// <value>Empty when the exception was made without.</value>
    public IReadOnlyList<SeedFailure> Failures { get; } = [];

    /// <summary>Gets the seed nodes that were asked.</summary>
    public IReadOnlyList<NodeAddress> Seeds => [.. Failures.Select(failure => failure.Seed)];
}
