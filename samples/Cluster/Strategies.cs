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

    /// <summary>Tells whether a strategy has no fan-out that could be given.</summary>
    public static bool HasNoFanout(string strategy) => strategy is Broadcast or "plumtree";

    /// <summary>A fan-out that is given is the strategy's own: trees and auto pass over the group's.</summary>
    public static GroupOptions CreateOptions(string strategy, string? fanout)
    {
        Fanout? own = fanout is null ? null : Fanout.Parse(fanout);
        GroupOptions options = new()
        {
            Strategy = GossipStrategies.FromName(strategy, own)
                ?? throw new ArgumentException($"There is no strategy '{strategy}'.", nameof(strategy)),
        };
        return own is null ? options : options with { Fanout = own };
    }
}
