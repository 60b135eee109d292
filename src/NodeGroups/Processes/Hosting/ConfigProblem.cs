using System.Text.Json;

namespace NodeGroups.Processes;

/// <summary>Says what is wrong in a host's configuration, and where, in the words of the configuration.</summary>
internal static class ConfigProblem
{
    private const int ExcerptLength = 20;

    private static readonly SortedDictionary<string, string> s_settings = new(StringComparer.Ordinal)
    {
        ["ip"] = "a text",
        ["port"] = "a whole number",
        ["advertise"] = "a text, host or host:port",
        ["name"] = "a text",
        ["cluster"] = "a text",
        ["seeds"] = "a list of texts, each host:port",
        ["groups"] = "a list of names, or of objects with the texts name, strategy and fanout",
        ["startAction"] = "a text",
        ["startArgument"] = "a text",
        ["joinTimeoutSeconds"] = "a whole number",
        ["allowRemoteStop"] = "true or false",
        ["stdin"] = "a text",
    };

    /// <summary>Gets the names of all settings.</summary>
    public static IReadOnlyCollection<string> Settings => s_settings.Keys;

    public static string Describe(string json, JsonException exception)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? DescribeSetting(document.RootElement, exception.Path)
                : "it is JSON, but not an object.";
        }
        catch (JsonException syntax)
        {
            return DescribeSyntax(json, syntax);
        }
    }

    private static string DescribeSetting(JsonElement root, string? path)
    {
        if (root.EnumerateObject().Select(setting => setting.Name).FirstOrDefault(name => !s_settings.ContainsKey(name))
            is { } unknown)
        {
            return $"there is no setting '{unknown}'; there are: {string.Join(", ", s_settings.Keys)}.";
        }

        if (FindTwice(root) is { } twice)
        {
            return $"'{twice}' is given twice.";
        }

        string place = path is { Length: > 2 } ? path[2..] : string.Empty;
        string name = place.Split('.', '[')[0];
        return s_settings.TryGetValue(name, out string? form)
            ? $"'{name}' is {form}; what is at '{place}' is not."
            : "a value is not of the right kind.";
    }

    /// <summary>The first setting that is given twice, or part of a group that is; null when none is.</summary>
    private static string? FindTwice(JsonElement root)
    {
        if (FindTwiceIn(root) is { } setting)
        {
            return setting;
        }

        if (!root.TryGetProperty("groups", out JsonElement groups) || groups.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        for (int i = 0; i < groups.GetArrayLength(); i++)
        {
            if (groups[i].ValueKind == JsonValueKind.Object && FindTwiceIn(groups[i]) is { } part)
            {
                return $"groups[{i}].{part}";
            }
        }

        return null;
    }

    private static string? FindTwiceIn(JsonElement element)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        return element.EnumerateObject().Select(one => one.Name).FirstOrDefault(name => !seen.Add(name));
    }

    private static string DescribeSyntax(string json, JsonException syntax)
    {
        long line = syntax.LineNumber ?? 0;
        long column = syntax.BytePositionInLine ?? 0;
        string[] lines = json.Split('\n');
        string text = line < lines.Length ? lines[line].TrimEnd('\r') : string.Empty;
        string rest = column < text.Length ? text[(int)column..] : string.Empty;
        string near = rest.Length == 0 ? "where the text ends"
            : $"at '{(rest.Length > ExcerptLength ? $"{rest[..ExcerptLength]}..." : rest)}'";
        return $"it is not JSON: line {line + 1}, column {column + 1}, {near}.";
    }
}
