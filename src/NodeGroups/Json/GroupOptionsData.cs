using NodeGroups.Protocol;

namespace NodeGroups;

/// <summary>The options of a group on the wire: names and numbers, never code.</summary>
internal sealed record GroupOptionsData(string Strategy, string Parameters, string Fanout)
{
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
            throw new CallRefusedException(CallResult.Refused, $"'{Fanout}' is not a fan-out.");
        }

        GossipStrategy? strategy = node.Strategies.FirstOrDefault(own => own.Name == Strategy)
            ?? GossipStrategies.FromText(Strategy, Parameters);
        return strategy is not null && strategy.Parameters == Parameters
            ? new GroupOptions { Strategy = strategy, Fanout = fanout }
            : throw new CallRefusedException(
                CallResult.Refused,
                $"This node knows no gossip strategy '{Strategy}'"
                + (Parameters.Length == 0 ? "." : $" with parameters '{Parameters}'."));
    }
}
