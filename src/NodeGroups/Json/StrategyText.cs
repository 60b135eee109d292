using System.Globalization;

namespace NodeGroups;

/// <summary>Reads a strategy of the library from its name and its parameters, as <see cref="GossipStrategy"/> writes
/// them.</summary>
internal static class StrategyText
{
    /// <summary>Reads a strategy.</summary>
    /// <returns>Null when there is none of that name, or a parameter is none of its own.</returns>
    public static GossipStrategy? Read(string? name, string? parameters)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string part in (parameters ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            values[pair[0]] = pair.Length == 2 ? pair[1] : string.Empty;
        }

        try
        {
            Fanout? fanout = values.Remove("fanout", out string? text) ? Fanout.Parse(text) : null;
            GossipStrategy? strategy = name switch
            {
                null => null,
                "plumtree" when values.Remove("rings", out string? rings) =>
                    GossipStrategies.Plumtree(new PlumtreeOptions { Rings = Number(rings) }),
                "rumor" => ReadRumor(values, fanout),
                _ => GossipStrategies.FromName(name, fanout),
            };
            return values.Count == 0 ? strategy : null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static GossipStrategy ReadRumor(Dictionary<string, string> values, Fanout? fanout)
    {
        RumorMongeringOptions options = new();
        return GossipStrategies.RumorMongering(options with
        {
            Fanout = fanout ?? options.Fanout,
            K = values.Remove("k", out string? k) ? Number(k) : options.K,
            UsesFeedback = !values.Remove("blind") && options.UsesFeedback,
            UsesCoin = values.Remove("coin") || options.UsesCoin,
        });
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
