using System.Globalization;

namespace NodeGroups.Conventions.Tests;

/// <summary>Size budgets, as a ratchet: what is beyond them today stands in Budgets.txt and may only shrink.</summary>
public sealed class BudgetTests
{
    private const int FileLines = 300;
    private const int MemberLines = 70;
    private const int Columns = 120;
    private const string ListPath = "tests/NodeGroups.Conventions.Tests/Budgets.txt";

    [Test]
    public void Files_members_and_lines_should_keep_their_budgets()
    {
        SortedDictionary<string, int> found = Measure();
        SortedDictionary<string, int> allowed = ReadList();
        if (Repository.Accepts)
        {
            allowed = Shrink(allowed, found);
            WriteList(allowed);
        }

        List<string> grown = [.. found.Where(entry => entry.Value > allowed.GetValueOrDefault(entry.Key))
            .Select(entry => $"  {entry.Key} {entry.Value}")];
        List<string> stale = [.. allowed.Where(entry => found.GetValueOrDefault(entry.Key) < entry.Value)
            .Select(entry => $"  {entry.Key} is {found.GetValueOrDefault(entry.Key)}, the list says {entry.Value}")];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(grown, Is.Empty, $"""
                Beyond the budget ({FileLines} lines a file, {MemberLines} a member, {Columns} columns): shorten.
                {string.Join('\n', grown)}
                """);
            Assert.That(stale, Is.Empty, $"""
                Smaller than the list says: well done. Lower the list with
                {Repository.AcceptVariable}=1 dotnet test tests/NodeGroups.Conventions.Tests
                {string.Join('\n', stale)}
                """);
        }
    }

    [Test]
    public void Longest_member_should_be_measured_with_its_header()
    {
        string[] lines =
        [
            "public sealed class A", "{", "    /// <summary>Text.</summary>", "    public int B()", "    {",
            "        if (true)",
            "        {", "            return 1;", "        }", "    }", "",
            "    public int C()", "    {", "        return 2;", "    }",
            "}",
        ];

        Assert.That(SourceShape.LongestMember(lines), Is.EqualTo(7));
    }

    private static SortedDictionary<string, int> Measure()
    {
        SortedDictionary<string, int> found = new(StringComparer.Ordinal);
        foreach (string path in Repository.Files(["src", "tests", "samples", "benchmarks", "eng"], ".cs"))
        {
            string[] lines = Repository.ReadLines(path);
            Note("file-lines", lines.Length, FileLines);
            Note("member-lines", SourceShape.LongestMember(lines), MemberLines);
            Note("long-lines", lines.Count(line => line.Length > Columns), 0);

            void Note(string what, int value, int budget)
            {
                if (value > budget)
                {
                    found[$"{what} {path}"] = value;
                }
            }
        }

        return found;
    }

    private static SortedDictionary<string, int> ReadList()
    {
        SortedDictionary<string, int> list = new(StringComparer.Ordinal);
        foreach (string line in Repository.ReadLines(ListPath).Where(line => line.Length > 0 && line[0] != '#'))
        {
            int space = line.LastIndexOf(' ');
            list[line[..space]] = int.Parse(line[(space + 1)..], CultureInfo.InvariantCulture);
        }

        return list;
    }

    private static SortedDictionary<string, int> Shrink(
        SortedDictionary<string, int> allowed, SortedDictionary<string, int> found)
    {
        SortedDictionary<string, int> kept = new(StringComparer.Ordinal);
        foreach ((string key, int value) in allowed)
        {
            if (found.TryGetValue(key, out int now))
            {
                kept[key] = Math.Min(value, now);
            }
        }

        return kept;
    }

    private static void WriteList(SortedDictionary<string, int> list)
    {
        IEnumerable<string> comments = Repository.ReadLines(ListPath).TakeWhile(line => line.StartsWith('#'));
        IEnumerable<string> entries = list.Select(entry => $"{entry.Key} {entry.Value}");
        File.WriteAllText(
            Repository.Full(ListPath), string.Concat(comments.Concat(entries).Select(line => line + "\n")));
    }
}
