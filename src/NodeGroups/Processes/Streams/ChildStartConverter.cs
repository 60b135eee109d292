using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodeGroups.Protocol;

namespace NodeGroups.Processes;

internal sealed class ChildStartConverter : ByHandConverter<ChildStart>
{
    protected override ChildStart Read(JsonElement json) => new()
    {
        Version = json.GetProperty("version").GetInt32(),
        Token = json.GetProperty("token").GetBytesFromBase64(),
        Parent = NodeId.Parse(Required(json, "parent")),
        Name = Required(json, "name"),
        Listen = NodeAddress.Parse(Required(json, "listen")),
        Advertise = Text(json, "advertise") is { } told ? NodeAddress.Parse(told) : null,
        Seeds = ReadAddresses(json.GetProperty("seeds")),
        ClusterId = Required(json, "clusterId"),
        JoinTimeout = TimeSpan.Parse(Required(json, "joinTimeout"), CultureInfo.InvariantCulture),
        Membership = ReadSettings(json, "membership", static () => StartJson.Default.MembershipSettings),
        Gossip = ReadSettings(json, "gossip", static () => StartJson.Default.GossipSettings),
        Transport = ReadSettings(json, "transport", static () => StartJson.Default.TransportLimits),
        GroupDefaults = Has(json, "groupDefaults", out JsonElement options) ? ReadOptions(options) : null,
        RandomSeed = Has(json, "randomSeed", out JsonElement seed) ? seed.GetUInt64() : null,
        Group = Has(json, "group", out JsonElement group) ? ReadGroup(group) : null,
        StartAction = Text(json, "startAction"),
        StartArgument = Text(json, "startArgument"),
        AllowRemoteStop = json.GetProperty("allowRemoteStop").GetBoolean(),
    };

    protected override void WriteMembers(Utf8JsonWriter writer, ChildStart value)
    {
        writer.WriteNumber("version", value.Version);
        writer.WriteBase64String("token", value.Token);
        writer.WriteString("parent", value.Parent.ToString());
        writer.WriteString("name", value.Name);
        writer.WriteString("listen", value.Listen.ToString());
        WriteUnlessNull(writer, "advertise", value.Advertise?.ToString());
        WriteAddresses(writer, "seeds", value.Seeds);
        writer.WriteString("clusterId", value.ClusterId);
        writer.WriteString("joinTimeout", value.JoinTimeout.ToString("c", CultureInfo.InvariantCulture));
        WriteSettings(writer, "membership", value.Membership, static () => StartJson.Default.MembershipSettings);
        WriteSettings(writer, "gossip", value.Gossip, static () => StartJson.Default.GossipSettings);
        WriteSettings(writer, "transport", value.Transport, static () => StartJson.Default.TransportLimits);
        if (value.GroupDefaults is { } defaults)
        {
            WriteOptions(writer, "groupDefaults", defaults);
        }

        if (value.RandomSeed is { } seed)
        {
            writer.WriteNumber("randomSeed", seed);
        }

        if (value.Group is { } group)
        {
            WriteGroup(writer, group);
        }

        WriteUnlessNull(writer, "startAction", value.StartAction);
        WriteUnlessNull(writer, "startArgument", value.StartArgument);
        writer.WriteBoolean("allowRemoteStop", value.AllowRemoteStop);
    }

    private static GroupStart ReadGroup(JsonElement json) => new(
        new GroupName(Required(json, "name")),
        ReadOptions(json.GetProperty("options")),
        Has(json, "members", out JsonElement members) ? ReadAddresses(members) : null);

    private static void WriteGroup(Utf8JsonWriter writer, GroupStart group)
    {
        writer.WriteStartObject("group");
        writer.WriteString("name", group.Name.Value);
        WriteOptions(writer, "options", group.Options);
        if (group.Members is { } members)
        {
            WriteAddresses(writer, "members", members);
        }

        writer.WriteEndObject();
    }

    private static GroupOptionsData ReadOptions(JsonElement json) =>
        new(Required(json, "strategy"), Required(json, "parameters"), Required(json, "fanout"));

    private static void WriteOptions(Utf8JsonWriter writer, string name, GroupOptionsData options)
    {
        writer.WriteStartObject(name);
        writer.WriteString("strategy", options.Strategy);
        writer.WriteString("parameters", options.Parameters);
        writer.WriteString("fanout", options.Fanout);
        writer.WriteEndObject();
    }

    private static NodeAddress[] ReadAddresses(JsonElement json) =>
        Array.ConvertAll(Texts(json), static text => NodeAddress.Parse(text));

    private static void WriteAddresses(Utf8JsonWriter writer, string name, IReadOnlyList<NodeAddress> addresses)
    {
        writer.WriteStartArray(name);
        foreach (NodeAddress address in addresses)
        {
            writer.WriteStringValue(address.ToString());
        }

        writer.WriteEndArray();
    }

    private static T ReadSettings<T>(JsonElement json, string name, Func<JsonTypeInfo<T>> type)
        where T : class, new() =>
        Has(json, name, out JsonElement member) && member.Deserialize(type()) is { } settings ? settings : new T();

    /// <summary>The defaults are left out: few parents have others, and to read them takes long.</summary>
    private static void WriteSettings<T>(Utf8JsonWriter writer, string name, T settings, Func<JsonTypeInfo<T>> type)
        where T : class, new()
    {
        if (!settings.Equals(new T()))
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, settings, type());
        }
    }
}
