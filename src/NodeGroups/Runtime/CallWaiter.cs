using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>How a call ended, with the value's bytes not read yet.</summary>
internal readonly record struct RawReply(CallResult Result, string ErrorText, ReadOnlyMemory<byte> Payload)
{
    /// <summary>How long it took, where that is measured.</summary>
    public TimeSpan Latency { get; init; }
}

/// <summary>A call of this node that waits for its end.</summary>
/// <remarks>Whoever waits goes on at once, on the thread that sets the result: a worker of the ended calls.</remarks>
internal sealed class CallWaiter(NodeRuntime runtime) : TaskCompletionSource<RawReply>
{
    public long Token { get; set; }

    /// <summary>How it ended, once it has.</summary>
    public RawReply Reply { get; set; }

    /// <summary>Gives the call up; it still ends through the machine.</summary>
    public void Cancel() => runtime.Post(new CancelCall(Token));
}
