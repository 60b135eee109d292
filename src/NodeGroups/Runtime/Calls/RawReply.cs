using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>How a call ended, with the value's bytes not read yet.</summary>
internal readonly record struct RawReply(CallResult Result, string ErrorText, ReadOnlyMemory<byte> Payload)
{
    /// <summary>How long it took, where that is measured.</summary>
    public TimeSpan Latency { get; init; }
}
