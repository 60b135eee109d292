using System.Diagnostics.CodeAnalysis;

namespace NodeGroups.Processes;

/// <summary>Group options as names and numbers: code never travels.</summary>
/// <param name="Strategy">The strategy's name.</param>
/// <param name="Parameters">The strategy's parameters as text.</param>
/// <param name="Fanout">The fan-out as text.</param>
internal sealed record GroupOptionsData(string Strategy, string Parameters, string Fanout)
{
    private const string FanoutParameter = "fanout=";

    public static GroupOptionsData From(GroupOptions options) =>
        new(options.Strategy.Name, options.Strategy.Parameters, options.Fanout.ToString());

    /// <summary>Finds the options: the host's own strategies first, then the library's.</summary>
    public bool TryRead(
        IDictionary<string, GossipStrategy> strategies,
        [NotNullWhen(true)] out GroupOptions? options,
        [NotNullWhen(false)] out string? problem)
    {
        options = null;
        problem = null;
        if (!NodeGroups.Fanout.TryParse(Fanout, out Fanout? fanout))
        {
            problem = $"The fan-out '{Fanout}' is a function of another program's.";
            return false;
        }

        if ((strategies.TryGetValue(Strategy, out GossipStrategy? own) ? own : FromLibrary()) is not { } found)
        {
            problem = $"This program does not know the strategy '{Strategy}' with '{Parameters}': add it to "
                + $"{nameof(NodeHostOptions)}.{nameof(NodeHostOptions.Strategies)}.";
            return false;
        }

        options = new GroupOptions { Strategy = found, Fanout = fanout };
        return true;
    }

    private GossipStrategy? FromLibrary()
    {
        if (Parameters.Length == 0)
        {
            return GossipStrategies.FromName(Strategy);
        }

        return Parameters.StartsWith(FanoutParameter, StringComparison.Ordinal)
            && NodeGroups.Fanout.TryParse(Parameters[FanoutParameter.Length..], out Fanout? fanout)
                ? GossipStrategies.FromName(Strategy, fanout)
                : null;
    }
}
