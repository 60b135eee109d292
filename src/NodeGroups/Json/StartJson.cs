using System.Text.Json.Serialization;
using NodeGroups.Processes;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>What a child process says and hears on its way up: types that are read by hand, and settings only where
/// they are not the defaults.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 32)]
[JsonSerializable(typeof(ChildStart))]
[JsonSerializable(typeof(ChildMessage))]
[JsonSerializable(typeof(ParentMessage))]
[JsonSerializable(typeof(ProofRequest))]
[JsonSerializable(typeof(ViewRequest))]
[JsonSerializable(typeof(LedgerSummary))]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(MembershipSettings))]
[JsonSerializable(typeof(GossipSettings))]
[JsonSerializable(typeof(TransportLimits))]
internal sealed partial class StartJson : JsonSerializerContext;
