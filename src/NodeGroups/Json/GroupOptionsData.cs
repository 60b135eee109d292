using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>The options of a group on the wire: names and numbers, never code.</summary>
internal sealed record GroupOptionsData(string Strategy, string Parameters, string Fanout)
{
    /// <summary>The names of the library's strategies, in order.</summary>
    public static IReadOnlyList<string> LibraryStrategies { get; } =
    [
        "antientropy", "auto", "broadcast", "plumtree", "push", "push-forever", "pushpull", "ring", "rumor", "tree",
    ];

    /// <summary>Puts options into words; null when they, or their strategy, hold a fan-out function, which has
    /// none.</summary>
    public static GroupOptionsData? From(GroupOptions options)
    {
        string fanout = options.Fanout.ToString();
        GossipStrategy strategy = options.Strategy;
        bool isOwn = GossipStrategies.FromName(strategy.Name) is null;
        return NodeGroups.Fanout.TryParse(fanout, out _)
            && (isOwn || GossipStrategies.FromText(strategy.Name, strategy.Parameters) is not null)
            ? new GroupOptionsData(strategy.Name, strategy.Parameters, fanout)
            : null;
    }

    /// <exception cref="CallRefusedException">This node knows no such strategy, or no such parameters.</exception>
    public GroupOptions ToOptions(NodeOptions node)
    {
        if (!NodeGroups.Fanout.TryParse(Fanout, out Fanout? fanout))
        {
            throw new CallRefusedException(
                CallResult.Refused,
                $"'{Fanout}' is not a fan-out: there are a count (3), log, log+2, and a reliability (0.999).");
        }

        GossipStrategy? strategy = node.Strategies.FirstOrDefault(own => own.Name == Strategy)
            ?? GossipStrategies.FromText(Strategy, Parameters);
        return strategy is not null && strategy.Parameters == Parameters
            ? new GroupOptions { Strategy = strategy, Fanout = fanout }
            : throw new CallRefusedException(CallResult.Refused, Unknown(node));
    }

    private string Unknown(NodeOptions node)
    {
        string[] known = [.. LibraryStrategies.Concat(node.Strategies.Select(own => own.Name)).Distinct()];
        return known.Contains(Strategy)
            ? $"This node knows no gossip strategy '{Strategy}' with parameters '{Parameters}'."
            : $"This node knows no gossip strategy '{Strategy}'; there are: {string.Join(", ", known)}. "
                + $"One of your own has to be in its {nameof(NodeOptions)}.{nameof(NodeOptions.Strategies)}.";
    }
}
