using System.Text.RegularExpressions;

namespace NodeGroups.Conventions.Tests;

/// <summary>Measures a C# file by its lines. Relies on this tree's formatting: braces on lines of their own.</summary>
internal static partial class SourceShape
{
    /// <summary>The longest member body in lines, header and braces included; 0 when there is none.</summary>
    public static int LongestMember(IReadOnlyList<string> lines)
    {
        int longest = 0;
        for (int open = 0; open < lines.Count; open++)
        {
            if (lines[open].TrimEnd() is not [.. { } indent, '{'] || !string.IsNullOrWhiteSpace(indent))
            {
                continue;
            }

            int header = open;
            while (header > 0 && lines[header - 1].Trim() is { Length: > 0 } above
                && !above.StartsWith("///", StringComparison.Ordinal) && above is not ("{" or "}"))
            {
                header--;
            }

            string text = string.Join(' ', lines.Skip(header).Take(open - header));
            if (TypeHeader().IsMatch(text))
            {
                continue;
            }

            int close = open + 1;
            while (close < lines.Count && !lines[close].StartsWith(indent + "}", StringComparison.Ordinal))
            {
                close++;
            }

            longest = Math.Max(longest, close - header + 1);
            open = close;
        }

        return longest;
    }

    [GeneratedRegex(@"\b(class|struct|record|interface|enum|namespace)\b(?![^(]*=>)", RegexOptions.CultureInvariant)]
    private static partial Regex TypeHeader();
}
