using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>What is called, of whom, with which argument and for how long.</summary>
internal readonly record struct OutgoingCall(
    Peer Target, GroupName Group, string Method, byte[] Payload, TimeSpan Timeout);
