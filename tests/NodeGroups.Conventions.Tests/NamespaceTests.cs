using System.Reflection;

namespace NodeGroups.Conventions.Tests;

/// <summary>A user finds everything under a few namespaces.</summary>
public sealed class NamespaceTests
{
    private static IEnumerable<TestCaseData> Cases =>
    [
        new TestCaseData(Packages.Protocol, new[] { "NodeGroups", "NodeGroups.Protocol" }),
        new TestCaseData(Packages.Core, new[] { "NodeGroups" }),
        new TestCaseData(Packages.Simulation, new[] { "NodeGroups.Simulation" }),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Public_types_should_be_in_the_documented_namespaces(Assembly assembly, string[] namespaces)
    {
        IEnumerable<string> elsewhere = assembly.GetExportedTypes()
            .Where(type => !namespaces.Contains(type.Namespace))
            .Select(type => type.FullName!);

        Assert.That(elsewhere, Is.Empty);
    }
}
