namespace NodeGroups.Conventions.Tests;

/// <summary>What the tree must hold, and what it must not.</summary>
public sealed class TreeTests
{
    private static readonly string[] CodeFolders = ["src", "tests", "samples", "benchmarks", "eng"];

    [Test]
    public void Solution_should_hold_every_project()
    {
        string solution = Repository.Read("NodeGroups.sln").Replace('\\', '/');
        IEnumerable<string> missing = Repository.Files(["src", "tests", "samples", "benchmarks"], ".csproj")
            .Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal));

        Assert.That(missing, Is.Empty);
    }

    [TestCase("README.md")]
    [TestCase("CHANGELOG.md")]
    [TestCase("CONTRIBUTING.md")]
    [TestCase("LICENSE")]
    [TestCase(".ci/run")]
    [TestCase("docs/architecture.md")]
    [TestCase("docs/protocol.md")]
    [TestCase("docs/gossip.md")]
    [TestCase("docs/operations.md")]
    [TestCase("docs/security.md")]
    [TestCase("docs/glossary.md")]
    public void Tree_should_hold(string path)
    {
        Assert.That(Repository.Full(path), Does.Exist);
    }

    [Test]
    public void Every_decision_should_be_in_their_list()
    {
        string list = Repository.Read("docs/decisions/README.md");
        IEnumerable<string> missing = Repository.Files(["docs/decisions"], ".md")
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(name => name != "README.md" && !list.Contains($"({name})", StringComparison.Ordinal));
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Package_sources_should_be_left_to_the_machine()
    {
        string config = Repository.Read("nuget.config");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(config, Does.Not.Contain("://"));
            Assert.That(config, Does.Not.Contain("packageSources>"));
        }
    }

    // Put together from halves, so that this file does not hold the words it looks for.
    [TestCase("TO" + "DO")]
    [TestCase("FIX" + "ME")]
    [TestCase("NotImplemented" + "Exception")]
    [TestCase("Thread." + "Sleep")]
    [TestCase("#pragma warning disable " + "CS1591")]
    public void Code_should_not_hold(string word)
    {
        IEnumerable<string> places = Repository.Files(CodeFolders, ".cs", ".csproj", ".props", ".targets")
            .Where(path => Repository.Read(path).Contains(word, StringComparison.Ordinal));

        Assert.That(places, Is.Empty);
    }

    [Test]
    public void Samples_should_say_what_they_show()
    {
        IEnumerable<string> silent = Repository.Files(["samples"], ".csproj")
            .Select(project => $"{Path.GetDirectoryName(project)!.Replace('\\', '/')}/Program.cs")
            .Where(program => !Repository.Read(program).StartsWith("// ", StringComparison.Ordinal));

        Assert.That(silent, Is.Empty, "A sample's Program.cs begins with a comment that says what it shows.");
    }

    [Test]
    public void Samples_should_be_run_by_the_check()
    {
        string check = Repository.Read(".ci/run");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(check, Does.Contain("for project in samples/*/*.csproj"));
            Assert.That(check, Does.Contain("readme_command cluster"));
            Assert.That(check, Does.Contain("--mode processes"));
        }
    }

    [Test]
    public void Documents_should_link_to_files_that_exist()
    {
        List<string> broken = [];
        string[] atTheRoot = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];
        foreach (string path in Repository.Files(["docs"], ".md").Concat(atTheRoot))
        {
            string folder = Path.GetDirectoryName(path) ?? "";
            foreach (string target in MarkdownLinks.Of(Repository.Read(path)))
            {
                string full = Repository.Full(Path.Combine(folder, target));
                if (!File.Exists(full) && !Directory.Exists(full))
                {
                    broken.Add($"{path}: {target}");
                }
            }
        }

        Assert.That(broken, Is.Empty);
    }
}
