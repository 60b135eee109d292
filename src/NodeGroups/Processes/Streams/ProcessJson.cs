using System.Text.Json.Serialization;

namespace NodeGroups.Processes;

/// <summary>The source-generated JSON metadata of what parents and children say to each other.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32,
    Converters = [typeof(NodeIdJsonConverter), typeof(NodeAddressJsonConverter), typeof(GroupNameJsonConverter)])]
[JsonSerializable(typeof(SpawnRequest))]
[JsonSerializable(typeof(RemoteNode))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(Nothing))]
internal sealed partial class ProcessJson : JsonSerializerContext;
