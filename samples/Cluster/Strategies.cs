using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodeGroups;

namespace Cluster;

/// <summary>Strategies and fan-outs by the names used on the command line; a child process gets the same names.</summary>
internal static class Strategies
{
    /// <summary>The library's own choice: a group's default options.</summary>
    public const string Auto = "auto";

    public const string Broadcast = "broadcast";

    private const string LogPrefix = "log+";

    public static IReadOnlyList<string> Names { get; } = [Auto, Broadcast, "push"];

    public static bool IsKnown(string name) => Names.Contains(name);

    public static GroupOptions CreateOptions(string strategy, string? fanout)
    {
        GroupOptions options = new();
        if (fanout is not null && TryParseFanout(fanout, out Fanout? parsed))
        {
            options = options with { Fanout = parsed };
        }

        return strategy switch
        {
            Auto => options,
            Broadcast => options with { Strategy = GossipStrategies.Broadcast },
            "push" => options with { Strategy = GossipStrategies.Push() },
            _ => throw new ArgumentException($"Unknown strategy '{strategy}'.", nameof(strategy)),
        };
    }

    public static bool TryParseFanout(string text, [NotNullWhen(true)] out Fanout? fanout)
    {
        fanout = null;
        if (text == "log")
        {
            fanout = Fanout.Log();
        }
        else if (text.StartsWith(LogPrefix, StringComparison.Ordinal))
        {
            fanout = TryParseCount(text.AsSpan(LogPrefix.Length), out int extra) ? Fanout.Log(extra) : null;
        }
        else if (TryParseCount(text, out int count))
        {
            fanout = count > 0 ? Fanout.Constant(count) : null;
        }
        else if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share)
            && share is > 0 and < 1)
        {
            fanout = Fanout.ForReliability(share);
        }

        return fanout is not null;
    }

    private static bool TryParseCount(ReadOnlySpan<char> text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= 1000;
}
