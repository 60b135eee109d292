using System.Text.Json;
using System.Text.Json.Serialization;

namespace NodeGroups;

/// <summary>Writes the id of a schedule as its text.</summary>
internal sealed class ScheduleIdJsonConverter : JsonConverter<ScheduleId>
{
    public override ScheduleId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ScheduleId.TryParse(reader.GetString(), null, out ScheduleId id)
            ? id
            : throw new JsonException("The id of a schedule was expected.");

    public override void Write(Utf8JsonWriter writer, ScheduleId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
