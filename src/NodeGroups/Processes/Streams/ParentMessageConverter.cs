using System.Globalization;
using System.Text.Json;

namespace NodeGroups.Processes;

internal sealed class ParentMessageConverter : ByHandConverter<ParentMessage>
{
    protected override ParentMessage Read(JsonElement json) => new()
    {
        Introduced = Has(json, "introduced", out JsonElement introduced) && introduced.GetBoolean(),
        Grace = Text(json, "grace") is { } grace ? TimeSpan.Parse(grace, CultureInfo.InvariantCulture) : null,
    };

    protected override void WriteMembers(Utf8JsonWriter writer, ParentMessage value)
    {
        writer.WriteBoolean("introduced", value.Introduced);
        WriteUnlessNull(writer, "grace", value.Grace?.ToString("c", CultureInfo.InvariantCulture));
    }
}
