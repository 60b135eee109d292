using System.Text;
using System.Text.Json.Serialization;
using NodeGroups;

namespace Cluster;

/// <summary>A rumor of the run: its number, and text that brings it to the size wished.</summary>
internal sealed record RunRumor(
    [property: JsonPropertyName("n")] int Number, [property: JsonPropertyName("t")] string Text)
{
    private static readonly int Frame = Encoding.UTF8.GetByteCount("""{"n":,"t":""}""");

    /// <summary>Makes a rumor whose JSON is exactly so many bytes long, when that is not below the least.</summary>
    public static RunRumor Create(int number, int payload)
    {
        int digits = number.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        return new RunRumor(number, new string('x', Math.Max(0, payload - Frame - digits)));
    }
}

/// <summary>The question of the group call.</summary>
internal sealed record Greeting(string Text);

/// <summary>What the nodes say to each other.</summary>
internal static class ClusterMessages
{
    /// <summary>The group whose rumors spread by the strategy under test.</summary>
    public static readonly GroupName GossipGroup = new("gossip");

    /// <summary>The group whose rumors are sent to everybody, for comparison.</summary>
    public static readonly GroupName BroadcastGroup = new("broadcast");

    public static readonly Topic<RunRumor> Rumors =
        Topic.Create("cluster.rumors", () => ClusterJson.Default.RunRumor);

    public static readonly RpcMethod<Greeting, Greeting> Greet =
        RpcMethod.Create("cluster.greet", () => ClusterJson.Default.Greeting, () => ClusterJson.Default.Greeting);
}

[JsonSerializable(typeof(RunRumor))]
[JsonSerializable(typeof(Greeting))]
internal sealed partial class ClusterJson : JsonSerializerContext;
