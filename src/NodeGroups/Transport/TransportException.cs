namespace NodeGroups;

/// <summary>A transport could not be opened.</summary>
public sealed class TransportException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public TransportException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What went wrong and what to do.</param>
    public TransportException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public TransportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
