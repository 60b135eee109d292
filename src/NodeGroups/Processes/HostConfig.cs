using System.Text.Json;
using System.Text.Json.Serialization;

namespace NodeGroups.Processes;

/// <summary>The configuration of a stand-alone host, as JSON or as arguments.</summary>
internal sealed class HostConfig
{
    public string Ip { get; set; } = "127.0.0.1";

    public int Port { get; set; }

    public string? Advertise { get; set; }

    public string Name { get; set; } = "node";

    public string Cluster { get; set; } = "default";

    public List<string> Seeds { get; set; } = [];

    public List<HostGroup> Groups { get; set; } = [];

    public string? StartAction { get; set; }

    public string? StartArgument { get; set; }

    public int JoinTimeoutSeconds { get; set; } = 30;

    public bool AllowRemoteStop { get; set; }

    public string Stdin { get; set; } = "ignore";

    /// <exception cref="ArgumentException">A value is not valid.</exception>
    /// <exception cref="FormatException">A seed node is not an address.</exception>
    public HostPlan ToPlan()
    {
        if (Stdin is not ("watch" or "ignore"))
        {
            throw new ArgumentException($"stdin is watch or ignore, not '{Stdin}'.");
        }

        NodeOptions options = new()
        {
            Name = Name,
            Listen = new NodeAddress(Bare(Ip), Port),
            Advertise = Advertise is null ? null
                : NodeAddress.TryParse(Advertise, null, out NodeAddress told) ? told
                : new NodeAddress(Bare(Advertise), 0),
            ClusterId = Cluster,
            JoinTimeout = TimeSpan.FromSeconds(JoinTimeoutSeconds),
            Seeds = [.. Seeds.Select(seed => NodeAddress.Parse(seed))],
        };
        options.Processes.AllowRemoteStop = AllowRemoteStop;
        return new HostPlan(options, [.. Groups.Select(group => group.ToStart())], StartAction, StartArgument);
    }

    /// <summary>A host alone may be in the brackets that IPv6 has beside a port.</summary>
    private static string Bare(string host) => host is ['[', .. string inner, ']'] ? inner : host;
}

/// <summary>A live group to join: its name alone, or an object with strategy and fan-out.</summary>
[JsonConverter(typeof(HostGroupConverter))]
internal sealed record HostGroup(string Name, string? Strategy = null, string? Fanout = null)
{
    public GroupStart ToStart()
    {
        GroupOptionsData defaults = GroupOptionsData.From(new GroupOptions())!;
        return new GroupStart(
            new GroupName(Name),
            new GroupOptionsData(
                Strategy ?? defaults.Strategy,
                Strategy is null ? defaults.Parameters : string.Empty,
                Fanout ?? defaults.Fanout),
            Members: null);
    }
}

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
            parts[part.Name] = known ? part.Value.GetString() : throw new JsonException(
                $"A group has the texts name, strategy and fanout, not '{part.Name}'.");
        }

        return new HostGroup(
            parts.GetValueOrDefault("name") ?? throw new JsonException("A group needs a name."),
            parts.GetValueOrDefault("strategy"),
            parts.GetValueOrDefault("fanout"));
    }

    public override void Write(Utf8JsonWriter writer, HostGroup value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}

/// <summary>The source-generated JSON metadata of the configuration; a name it does not know is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    MaxDepth = 16)]
[JsonSerializable(typeof(HostConfig))]
internal sealed partial class HostConfigJson : JsonSerializerContext;
