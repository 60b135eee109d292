using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NodeGroups.Runtime;

/// <summary>The JSON form of bytes, so that a topic of raw bytes has one, too; nothing is written with it.</summary>
internal static class RawBytes
{
    public static JsonTypeInfo<ReadOnlyMemory<byte>> Type { get; } =
        JsonMetadataServices.CreateValueInfo<ReadOnlyMemory<byte>>(
            new JsonSerializerOptions(), JsonMetadataServices.ReadOnlyMemoryByteConverter);
}
