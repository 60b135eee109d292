using System.Text.Json;
using System.Text.Json.Serialization;
using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>Writes a node id as its 32 digits.</summary>
internal sealed class NodeIdJsonConverter : JsonConverter<NodeId>
{
    public override NodeId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NodeId.TryParse(reader.GetString(), null, out NodeId id)
            ? id
            : throw new JsonException("A node id was expected.");

    public override void Write(Utf8JsonWriter writer, NodeId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>Writes an address as <c>host:port</c>; no place as the empty text.</summary>
internal sealed class NodeAddressJsonConverter : JsonConverter<NodeAddress>
{
    public override NodeAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = reader.GetString();
        if (string.IsNullOrEmpty(text))
        {
            return NodeAddress.None;
        }

        return NodeAddress.TryParse(text, null, out NodeAddress address)
            ? address
            : throw new JsonException("A node address was expected.");
    }

    public override void Write(Utf8JsonWriter writer, NodeAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>Writes a group name as its text.</summary>
internal sealed class GroupNameJsonConverter : JsonConverter<GroupName>
{
    public override GroupName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = reader.GetString();
        return NameRules.IsValid(text) ? new GroupName(text!) : throw new JsonException("A group name was expected.");
    }

    public override void Write(Utf8JsonWriter writer, GroupName value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
