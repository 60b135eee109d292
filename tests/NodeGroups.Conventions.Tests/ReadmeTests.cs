namespace NodeGroups.Conventions.Tests;

/// <summary>The README shows code that compiles and commands that are run.</summary>
public sealed class ReadmeTests
{
    [Test]
    public void Program_in_the_readme_should_be_the_quick_start_sample()
    {
        string[] sample = Repository.ReadLines("samples/QuickStart/Program.cs");
        string region = Dedent(sample
            .SkipWhile(line => !line.Contains("#region README", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.Contains("#endregion", StringComparison.Ordinal)));

        string shown = Dedent(Fenced("<!-- snippet: samples/QuickStart/Program.cs -->"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown, Is.Not.Empty);
            Assert.That(shown, Is.EqualTo(region));
        }
    }

    [TestCase("test", "dotnet test NodeGroups.sln -c Release")]
    [TestCase("cluster", "dotnet run -c Release --project samples/Cluster")]
    public void Commands_in_the_readme_should_be_those_of_the_check(string name, string command)
    {
        Assert.That(Fenced($"<!-- command: {name} -->"), Is.EqualTo(new[] { command }));
    }

    private static string[] Fenced(string marker) =>
        [.. Repository.ReadLines("README.md")
            .SkipWhile(line => line != marker).Skip(1)
            .SkipWhile(line => !line.StartsWith("```", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("```", StringComparison.Ordinal))];

    private static string Dedent(IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        int indent = all.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty(0).Min();
        return string.Join('\n', all.Select(line => line.Length >= indent ? line[indent..] : line)).Trim('\n');
    }
}
