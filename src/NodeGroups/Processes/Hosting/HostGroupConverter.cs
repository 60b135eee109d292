using System.Text.Json;
using System.Text.Json.Serialization;

namespace NodeGroups.Processes;

/// <summary>Reads a group from its name or from an object.</summary>
internal sealed class HostGroupConverter : JsonConverter<HostGroup>
{
    public override HostGroup Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new HostGroup(reader.GetString()!);
        }

        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("A group is a name or an object with name, strategy and fanout.");
        }

        Dictionary<string, string?> parts = new(StringComparer.Ordinal);
        foreach (JsonProperty part in document.RootElement.EnumerateObject())
        {
            bool known = part.Name is "name" or "strategy" or "fanout" && part.Value.ValueKind == JsonValueKind.String;
            if (!known || !parts.TryAdd(part.Name, part.Value.GetString()))
            {
                throw new JsonException("A group has the texts name, strategy and fanout, each once.");
            }
        }

        return new HostGroup(
            parts.GetValueOrDefault("name") ?? throw new JsonException("A group needs a name."),
            parts.GetValueOrDefault("strategy"),
            parts.GetValueOrDefault("fanout"));
    }

    public override void Write(Utf8JsonWriter writer, HostGroup value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
