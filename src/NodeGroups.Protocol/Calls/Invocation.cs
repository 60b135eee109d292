namespace NodeGroups.Protocol.Calls;

/// <summary>A call of another node that runs here.</summary>
internal sealed class Invocation : Deadlined
{
    /// <summary>The caller's number of the call.</summary>
    public required ulong CallId { get; init; }

    /// <summary>Who asked.</summary>
    public required IncomingCalls Owner { get; init; }
}
