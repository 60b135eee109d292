namespace NodeGroups;

/// <summary>Options are not valid; <see cref="Problems"/> tells all that is wrong, not only the first thing.</summary>
public sealed class NodeOptionsException : Exception
{
    /// <summary>Creates an exception without problems.</summary>
    public NodeOptionsException()
        : this("The options are not valid.")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public NodeOptionsException(string message)
        : base(message)
    {
        Problems = [message];
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public NodeOptionsException(string message, Exception innerException)
        : base(message, innerException)
    {
        Problems = [message];
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="problems">A sentence for each problem.</param>
    public NodeOptionsException(IReadOnlyList<string> problems)
        : base(problems is [string only]
            ? $"The node options are not valid: {only}"
            : string.Join(Environment.NewLine, problems.Prepend("The node options are not valid:")))
    {
        Problems = problems;
    }

    /// <summary>Gets a sentence for each problem.</summary>
    public IReadOnlyList<string> Problems { get; }
}
