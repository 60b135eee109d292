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

        string shown = Dedent(Fenced("README.md", "<!-- snippet: samples/QuickStart/Program.cs -->"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown, Is.Not.Empty);
            Assert.That(shown, Is.EqualTo(region));
        }
    }

    [Test]
    public void Program_in_the_package_readme_should_be_the_quick_start_sample()
    {
        IEnumerable<string> sample = Repository.ReadLines("samples/QuickStart/Program.cs")
            .Where(line => !line.StartsWith('#') && !line.StartsWith("// ", StringComparison.Ordinal));

        Assert.That(
            Fenced("src/PACKAGE.md", "A whole program: two nodes over TCP, a call to every member, a rumor that every "
                + "member hears."),
            Is.EqualTo(sample));
    }

    [Test]
    public void Strategy_in_the_gossip_page_should_be_the_sample()
    {
        const string File = "samples/CustomStrategy/NeighboursAndAStranger.cs";
        IEnumerable<string> sample = Repository.ReadLines(File)
            .SkipWhile(line => !line.StartsWith("/// ", StringComparison.Ordinal));

        Assert.That(Fenced("docs/gossip.md", $"<!-- snippet: {File} -->"), Is.EqualTo(sample));
    }

    [Test]
    public void Package_readme_should_have_no_links_into_the_tree() =>
        Assert.That(MarkdownLinks.Of(Repository.Read("src/PACKAGE.md")), Is.Empty);

    [TestCase("test", "dotnet test NodeGroups.sln -c Release")]
    [TestCase("cluster", "dotnet run -c Release --project samples/Cluster")]
    public void Commands_in_the_readme_should_be_those_of_the_check(string name, string command)
    {
        Assert.That(Fenced("README.md", $"<!-- command: {name} -->"), Is.EqualTo(new[] { command }));
    }

    private static string[] Fenced(string file, string marker) =>
        [.. Repository.ReadLines(file)
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
