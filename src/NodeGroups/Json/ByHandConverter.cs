using System.Text.Json;
using System.Text.Json.Serialization;

namespace NodeGroups;

/// <summary>
/// Reads and writes an object member by member. For what every child process reads or writes on its way up: the
/// serializer's own metadata of such a type is code that each process would have to compile first.
/// </summary>
/// <typeparam name="T">A class: code for a structure would have to be compiled for it alone.</typeparam>
internal abstract class ByHandConverter<T> : JsonConverter<T>
    where T : class
{
    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        try
        {
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException
            or FormatException or OverflowException or ArgumentException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        WriteMembers(writer, value);
        writer.WriteEndObject();
    }

    /// <summary>Reads the object; what is missing or of another kind may throw what <see cref="JsonElement"/>
    /// throws.</summary>
    protected abstract T Read(JsonElement json);

    protected abstract void WriteMembers(Utf8JsonWriter writer, T value);

    /// <summary>Gets whether a member is there and not null.</summary>
    protected static bool Has(JsonElement json, string name, out JsonElement member) =>
        json.TryGetProperty(name, out member) && member.ValueKind != JsonValueKind.Null;

    /// <summary>Gets the text of a member; null where there is none.</summary>
    protected static string? Text(JsonElement json, string name) =>
        Has(json, name, out JsonElement member) ? member.GetString() : null;

    /// <summary>Gets the text of a member that must be there.</summary>
    protected static string Required(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' must not be null.");

    protected static string[] Texts(JsonElement json)
    {
        string[] texts = new string[json.GetArrayLength()];
        int count = 0;
        foreach (JsonElement text in json.EnumerateArray())
        {
            texts[count++] = text.GetString() ?? throw new FormatException("A list without gaps is expected.");
        }

        return texts;
    }

    protected static void WriteUnlessNull(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
