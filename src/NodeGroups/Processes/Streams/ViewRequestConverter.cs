using System.Text.Json;

namespace NodeGroups.Processes;

internal sealed class ViewRequestConverter : ByHandConverter<ViewRequest>
{
    protected override ViewRequest Read(JsonElement json)
    {
        NodeId[] nodes = Array.ConvertAll(Texts(json.GetProperty("nodes")), static text => NodeId.Parse(text));
        return new ViewRequest(new GroupName(Required(json, "group")), nodes);
    }

    protected override void WriteMembers(Utf8JsonWriter writer, ViewRequest value)
    {
        writer.WriteString("group", value.Group.Value);
        writer.WriteStartArray("nodes");
        foreach (NodeId node in value.Nodes)
        {
            writer.WriteStringValue(node.ToString());
        }

        writer.WriteEndArray();
    }
}
