using System.Text.Json.Serialization;

namespace NodeGroups.Processes;

/// <summary>A live group to join: its name alone, or an object with strategy and fan-out.</summary>
[JsonConverter(typeof(HostGroupConverter))]
internal sealed record HostGroup(string Name, string? Strategy = null, string? Fanout = null)
{
    public GroupStart ToStart()
    {
        GroupOptionsData defaults = GroupOptionsData.From(new GroupOptions())!;
        return new GroupStart(
            new GroupName(Name),
            new GroupOptionsData(Strategy ?? defaults.Strategy, string.Empty, Fanout ?? defaults.Fanout),
            Members: null);
    }
}
