namespace NodeGroups.Protocol.Tests.Support;

/// <summary>How a call ended.</summary>
internal sealed record CompletedCall(long Token, CallResult Result, string ErrorText, ReadOnlyMemory<byte> Payload);
