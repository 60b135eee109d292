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
    /// <param name="seeds">The seed nodes that were asked.</param>
    /// <param name="timeout">How long.</param>
    public JoinFailedException(IReadOnlyList<NodeAddress> seeds, TimeSpan timeout)
        : base(
            $"None of the seed nodes {string.Join(", ", seeds)} answered within {timeout.TotalSeconds} s. Check that one of "
            + "them runs, can be reached and has the same ClusterId.")
    {
        Seeds = seeds;
    }

    /// <summary>Gets the seed nodes that were asked.</summary>
    public IReadOnlyList<NodeAddress> Seeds { get; } = [];
}
