using NodeGroups;

namespace Cluster;

/// <summary>Strategies by the names used on the command line; a child process gets the same names.</summary>
internal static class Strategies
{
    public const string Auto = "auto";

    public const string Broadcast = "broadcast";

    public static IReadOnlyList<string> Names { get; } =
    [
        Auto, Broadcast, "push", "push-forever", "ring", "pushpull", "rumor", "plumtree", "tree", "antientropy",
    ];

    public static GroupOptions CreateOptions(string strategy, string? fanout)
    {
        GroupOptions options = new()
        {
            Strategy = GossipStrategies.FromName(strategy)
                ?? throw new ArgumentException($"There is no strategy '{strategy}'.", nameof(strategy)),
        };
        return fanout is null ? options : options with { Fanout = Fanout.Parse(fanout) };
    }
}
