using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>How a call ended, with the value's bytes not read yet.</summary>
internal readonly record struct RawReply(CallResult Result, string ErrorText, ReadOnlyMemory<byte> Payload);

/// <summary>A call of this node that waits for its end.</summary>
internal sealed class CallWaiter(NodeRuntime runtime)
    : TaskCompletionSource<RawReply>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public long Token { get; set; }

    /// <summary>Gives the call up; it still ends through the machine.</summary>
    public void Cancel() => runtime.Post(new CancelCall(Token));
}
