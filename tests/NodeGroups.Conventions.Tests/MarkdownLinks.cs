using System.Text.RegularExpressions;

namespace NodeGroups.Conventions.Tests;

/// <summary>Finds the links of a Markdown text that point into the tree.</summary>
internal static partial class MarkdownLinks
{
    public static IEnumerable<string> Of(string text) =>
        Link().Matches(text)
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));

    [GeneratedRegex(@"\]\(([^)\s]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
