using System.Reflection;
using System.Xml.Linq;

namespace NodeGroups.Conventions.Tests;

/// <summary>One arrow, inward: the core knows nobody, and its two shells do not know each other.</summary>
public sealed class DependencyArrowTests
{
    /// <summary>What the pure core may be built on. A new name here is a decision: see docs/decisions/0001.</summary>
    private static readonly string[] PureAssemblies =
    [
        "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Linq", "System.Memory",
        "System.Runtime.InteropServices", "System.Runtime.Intrinsics", "System.Numerics.Vectors",
        "System.Security.Cryptography", // SHA-256 alone: decision 45. Its random generator is banned.
    ];

    [TestCase("NodeGroups.Protocol")]
    [TestCase("NodeGroups", "NodeGroups.Protocol")]
    [TestCase("NodeGroups.Simulation", "NodeGroups.Protocol")]
    public void Project_should_reference_only_what_the_arrow_allows(string project, params string[] allowed)
    {
        XDocument file = XDocument.Load(Repository.Full($"src/{project}/{project}.csproj"));
        IEnumerable<string> references = file.Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path)!);

        Assert.That(references, Is.EquivalentTo(allowed));
    }

    [Test]
    public void Core_should_be_built_on_pure_assemblies_only()
    {
        Assert.That(References(Packages.Protocol), Is.SubsetOf(PureAssemblies));
    }

    [Test]
    public void Shells_should_not_know_each_other()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(References(Packages.Core), Does.Not.Contain("NodeGroups.Simulation"));
            Assert.That(References(Packages.Simulation), Does.Not.Contain("NodeGroups"));
        }
    }

    [Test]
    public void Simulation_should_have_no_sockets_and_no_timers()
    {
        string[] forbidden = ["System.Net.Sockets", "System.Net.Primitives", "System.Threading.Timer"];

        Assert.That(References(Packages.Simulation).Intersect(forbidden), Is.Empty);
    }

    [Test]
    public void Shipped_packages_should_depend_on_the_agreed_packages_only()
    {
        string[] agreed =
        [
            "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions",
            "Microsoft.Extensions.Hosting.Abstractions", // decision 92
            "System.Text.Json", "Microsoft.CodeAnalysis.BannedApiAnalyzers",
        ];
        IEnumerable<string> used = Repository.Files(["src"], ".csproj", ".props")
            .SelectMany(path => XDocument.Load(Repository.Full(path)).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")!.Value)
            .Distinct();

        Assert.That(used, Is.SubsetOf(agreed));
    }

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!);
}
