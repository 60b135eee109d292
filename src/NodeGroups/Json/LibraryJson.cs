using System.Text.Json;
using System.Text.Json.Serialization;

namespace NodeGroups;

/// <summary>The source-generated JSON metadata of the library's own values.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 32,
    Converters = [typeof(NodeIdJsonConverter), typeof(NodeAddressJsonConverter), typeof(GroupNameJsonConverter),
        typeof(ScheduleIdJsonConverter), typeof(AnyJsonConverter)])]
[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(NodeStatus))]
[JsonSerializable(typeof(ChildStatus))]
[JsonSerializable(typeof(GroupRequest))]
[JsonSerializable(typeof(GroupViewData))]
[JsonSerializable(typeof(LedgerChange))]
[JsonSerializable(typeof(LedgerAnswer))]
[JsonSerializable(typeof(LedgerQuestion))]
[JsonSerializable(typeof(LedgerDifference))]
internal sealed partial class LibraryJson : JsonSerializerContext;
