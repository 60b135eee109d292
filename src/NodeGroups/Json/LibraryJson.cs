using System.Text.Json;
using System.Text.Json.Serialization;

namespace NodeGroups;

/// <summary>The source-generated JSON metadata of the library's own values.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 32,
    Converters = [typeof(NodeIdJsonConverter), typeof(NodeAddressJsonConverter), typeof(GroupNameJsonConverter),
        typeof(AnyJsonConverter)])]
[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(NodeStatus))]
[JsonSerializable(typeof(GroupRequest))]
[JsonSerializable(typeof(GroupViewData))]
internal sealed partial class LibraryJson : JsonSerializerContext;
