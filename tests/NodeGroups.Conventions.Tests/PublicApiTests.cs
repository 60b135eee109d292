using System.Reflection;
using PublicApiGenerator;

namespace NodeGroups.Conventions.Tests;

/// <summary>The public surface of each package is a text in git, so that a change of it shows in the diff.</summary>
public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        DenyNamespacePrefixes = [],
    };

    private static IEnumerable<Assembly> Assemblies => Packages.All;

    [TestCaseSource(nameof(Assemblies))]
    public void Public_surface_should_be_the_approved_one(Assembly assembly)
    {
        string name = assembly.GetName().Name!;
        string approvedPath = $"tests/NodeGroups.Conventions.Tests/PublicApi/{name}.txt";
        string received = assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Repository.Accepts)
        {
            File.WriteAllText(Repository.Full(approvedPath), received);
        }

        string approved = File.Exists(Repository.Full(approvedPath)) ? Repository.Read(approvedPath) : "";
        if (received == approved)
        {
            return;
        }

        string receivedPath = Repository.Full($"artifacts/public-api/{name}.received.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(receivedPath)!);
        File.WriteAllText(receivedPath, received);
        Assert.Fail(
            $"""
            The public surface of {name} is not the approved one. First difference:
            {FirstDifference(approved, received)}
            Compare {approvedPath} with artifacts/public-api/{name}.received.txt.
            If it is meant, accept it: {Repository.AcceptVariable}=1 dotnet test tests/NodeGroups.Conventions.Tests
            """);
    }

    private static string FirstDifference(string approved, string received)
    {
        string[] left = approved.Split('\n');
        string[] right = received.Split('\n');
        int line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"""
              line {line + 1}
              approved: {left.ElementAtOrDefault(line)}
              received: {right.ElementAtOrDefault(line)}
            """;
    }
}
