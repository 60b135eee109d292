namespace NodeGroups.Protocol;

/// <summary>A typed value that one node's machine sends to another's: a closed set, each with a fixed number on the
/// wire.</summary>
/// <remarks>Messages are immutable; payload memory is never changed after a message has been made.</remarks>
public abstract record ProtocolMessage
{
    private protected ProtocolMessage()
    {
    }

    /// <summary>Gets a value indicating whether the message travels in the membership lane, past any application
    /// backlog.</summary>
    public virtual bool IsMembership => false;
}
