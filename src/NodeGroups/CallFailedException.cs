using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>A call to one node gave no value.</summary>
public sealed class CallFailedException : Exception
{
    /// <summary>Creates an exception without a cause.</summary>
    public CallFailedException()
        : this("The call gave no value.")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What went wrong.</param>
    public CallFailedException(string message)
        : this(message, null)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause.</param>
    public CallFailedException(string message, Exception? innerException)
        : base(message, innerException)
    {
        Error = new CallError(ReplyStatus.Faulted, CallResult.HandlerFailed, message);
    }

    /// <summary>Creates an exception from an outcome.</summary>
    /// <param name="error">Why there is no value.</param>
    /// <param name="node">Whom the call was for; none when nobody could be called.</param>
    /// <param name="address">Where it was sent; none when nobody could be called.</param>
    public CallFailedException(CallError error, NodeId node, NodeAddress address)
        : base(address.IsNone ? $"The call failed: {error}" : $"The call to {new Peer(node, address)} failed: {error}")
    {
        Error = error;
        Node = node;
        Address = address;
    }

    /// <summary>Gets why there is no value.</summary>
    public CallError Error { get; }

    /// <summary>Gets how the call ended.</summary>
    public ReplyStatus Status => Error.Status;

    /// <summary>Gets the node that was called; none when only its address was known.</summary>
    public NodeId Node { get; }

    /// <summary>Gets where the call was sent.</summary>
    public NodeAddress Address { get; }
}
