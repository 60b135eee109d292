using System.Text.RegularExpressions;

namespace NodeGroups.Conventions.Tests;

/// <summary>docs/scenarios.md leads from each scenario and feature to its tests, and the lines for people from the
/// course run.</summary>
public sealed partial class ScenarioTests
{
    private const string Page = "docs/scenarios.md";

    [Test]
    public void Rows_should_name_tests_that_exist()
    {
        HashSet<string> tests = TestNames("tests");
        List<string> lost = [];
        foreach (string row in Repository.ReadLines(Page).Where(line => NumberedRow().IsMatch(line)))
        {
            string[] named = [.. TestName().Matches(row).Select(match => match.Groups[1].Value)];
            lost.AddRange(named.Length == 0 ? [row] : named.Where(name => !tests.Contains(name)));
        }

        Assert.That(lost, Is.Empty);
    }

    [Test]
    public void Scenario_tests_should_stand_in_their_rows()
    {
        string[] rows = [.. Repository.ReadLines(Page).Where(line => NumberedRow().IsMatch(line))];
        List<string> unlisted = [];
        foreach (string test in TestNames("tests/NodeGroups.Scenarios.Tests").Where(name => name.StartsWith("S2_")))
        {
            string[] parts = test.Split('_');
            string number = $"| 2.{parts[1]}.{int.Parse(parts[2], null)} |";
            if (!rows.Any(row => row.StartsWith(number, StringComparison.Ordinal) && row.Contains($"`{test}`")))
            {
                unlisted.Add(test);
            }
        }

        Assert.That(unlisted, Is.Empty);
    }

    [Test]
    public void Features_should_all_have_tests()
    {
        string page = Repository.Read(Page);
        IEnumerable<string> missing = Enumerable.Range(1, 26).Select(number => $"| M{number} |")
            .Where(row => !page.Contains(row, StringComparison.Ordinal));

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Lines_for_people_from_the_course_should_be_those_of_the_test()
    {
        HashSet<string> lines = [.. Repository.ReadLines("tests/NodeGroups.Scenarios.Tests/FromTheCourse.cs")
            .Select(line => line.Trim())];
        string[] shown = [.. Repository.ReadLines("docs/from-the-course.md")
            .Where(line => line.EndsWith(";` |", StringComparison.Ordinal))
            .Select(line => line[(line.LastIndexOf("| `", StringComparison.Ordinal) + 3)..^3])];

        Assert.That(shown, Has.Length.GreaterThan(30));
        Assert.That(shown.Where(line => !lines.Contains(line)), Is.Empty);
    }

    private static HashSet<string> TestNames(string folder) =>
        [.. Repository.Files([folder], ".cs")
            .SelectMany(file => TestMethod().Matches(Repository.Read(file)))
            .Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^\| (M\d+|\d+\.\d+\.\d+) \|")]
    private static partial Regex NumberedRow();

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async Task|Task|void) (\w+_should_\w+)\(")]
    private static partial Regex TestMethod();
}
