using System.Text.Json;

namespace NodeGroups;

internal sealed class LedgerSummaryConverter : ByHandConverter<LedgerSummary>
{
    protected override LedgerSummary Read(JsonElement json) => new(
        new GroupName(Required(json, "group")),
        json.GetProperty("count").GetInt32(),
        json.GetProperty("hash").GetUInt64());

    protected override void WriteMembers(Utf8JsonWriter writer, LedgerSummary value)
    {
        writer.WriteString("group", value.Group.Value);
        writer.WriteNumber("count", value.Count);
        writer.WriteNumber("hash", value.Hash);
    }
}
