using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NodeGroups.Runtime;

/// <summary>Reads and writes application values.</summary>
internal static class JsonPayload
{
    private const int MaxDepth = 32;

    public static byte[] Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    /// <summary>Reads one whole value; never throws for bad bytes.</summary>
    public static bool TryRead<T>(ReadOnlyMemory<byte> payload, JsonTypeInfo<T> type, [MaybeNull] out T value)
    {
        value = default;
        ReadOnlySpan<byte> json = payload.Span;
        try
        {
            if (IsSurelyShallow(json))
            {
                value = JsonSerializer.Deserialize(json, type);
                return true;
            }

            Utf8JsonReader reader = new(json, ReaderOptions(type.Options));
            value = JsonSerializer.Deserialize(ref reader, type);
            return !reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException
            or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Few opening brackets cannot nest deeply; so most values are read without a look at each token's depth
    /// before.</summary>
    private static bool IsSurelyShallow(ReadOnlySpan<byte> json) =>
        json.Count((byte)'{') + json.Count((byte)'[') <= MaxDepth;

    private static JsonReaderOptions ReaderOptions(JsonSerializerOptions options) => new()
    {
        MaxDepth = MaxDepth,
        AllowTrailingCommas = options.AllowTrailingCommas,
        CommentHandling = options.ReadCommentHandling,
    };
}
