using System.Text.Json;

namespace NodeGroups.Processes;

internal sealed class ChildMessageConverter : ByHandConverter<ChildMessage>
{
    protected override ChildMessage Read(JsonElement json) => new()
    {
        Id = Text(json, "id") is { } id ? NodeId.Parse(id) : NodeId.None,
        Address = Text(json, "address") is { } address ? NodeAddress.Parse(address) : NodeAddress.None,
        Problem = Text(json, "problem"),
        ExitCode = Has(json, "exitCode", out JsonElement exitCode) ? exitCode.GetInt32() : 0,
    };

    protected override void WriteMembers(Utf8JsonWriter writer, ChildMessage value)
    {
        if (value.Problem is null)
        {
            writer.WriteString("id", value.Id.ToString());
            writer.WriteString("address", value.Address.ToString());
        }
        else
        {
            writer.WriteString("problem", value.Problem);
            writer.WriteNumber("exitCode", value.ExitCode);
        }
    }
}
