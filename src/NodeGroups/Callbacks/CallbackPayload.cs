using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NodeGroups;

/// <summary>The argument of a callback on the wire: a JSON array of the secret and the value.</summary>
internal static class CallbackPayload
{
    // The array around the value takes one level of the usual 32.
    private const int MaxDepth = 33;

    public static byte[] Write<T>(string secret, T value, JsonTypeInfo<T> type)
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter writer = new(bytes);
        writer.WriteStartArray();
        writer.WriteStringValue(secret);
        JsonSerializer.Serialize(writer, value, type);
        writer.WriteEndArray();
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads the secret alone; never throws for bad bytes.</summary>
    public static bool TryReadSecret(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out string? secret)
    {
        secret = null;
        try
        {
            Utf8JsonReader reader = Open(payload);
            if (MoveToSecret(ref reader))
            {
                secret = reader.GetString();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }

        return CallbackToken.IsSecret(secret);
    }

    /// <summary>Reads the value; never throws for bad bytes.</summary>
    public static bool TryReadValue<T>(ReadOnlyMemory<byte> payload, JsonTypeInfo<T> type, [MaybeNull] out T value)
    {
        value = default;
        try
        {
            Utf8JsonReader reader = Open(payload);
            if (!MoveToSecret(ref reader) || !reader.Read())
            {
                return false;
            }

            value = JsonSerializer.Deserialize(ref reader, type);
            return reader.Read() && reader.TokenType == JsonTokenType.EndArray && !reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException
            or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Utf8JsonReader Open(ReadOnlyMemory<byte> payload) =>
        new(payload.Span, new JsonReaderOptions { MaxDepth = MaxDepth });

    private static bool MoveToSecret(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.StartArray
        && reader.Read() && reader.TokenType == JsonTokenType.String;
}
