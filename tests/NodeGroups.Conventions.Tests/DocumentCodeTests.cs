using System.Text.RegularExpressions;

namespace NodeGroups.Conventions.Tests;

/// <summary>The C# in the documents uses names that exist: they are fragments, so they are not compiled.</summary>
public sealed partial class DocumentCodeTests
{
    private static readonly string[] s_framework =
    [
        "AddHostedService", "Console", "Enumerable", "FromMinutes", "FromResult", "FromSeconds", "Math", "Range",
        "Select", "WriteLine",
    ];

    private static readonly string[] s_examples =
    [
        "AppJson", "Beat", "Beats", "CleanUp", "GetPrice", "GreeterService", "Job", "LoadAsync",
        "NeighboursAndAStranger", "Orders", "OrdersJson", "Price", "PriceQuery", "PriceSource", "PriceTable",
        "Progress", "Recount", "StartJob",
    ];

    [Test]
    public void Names_in_the_documents_should_be_public_or_the_example_s_own()
    {
        HashSet<string> known = [.. s_framework, .. s_examples];
        foreach (string path in Repository.Files(["tests/NodeGroups.Conventions.Tests/PublicApi"], ".txt"))
        {
            known.UnionWith(Word().Matches(Repository.Read(path)).Select(match => match.Value));
        }

        List<string> unknown = [];
        int blocks = 0;
        foreach (string path in Repository.Files(["docs"], ".md").Append("README.md").Append("src/PACKAGE.md"))
        {
            foreach (Match block in Block().Matches(Repository.Read(path)))
            {
                blocks++;
                string code = TextOrComment().Replace(block.Groups["code"].Value, " ");
                unknown.AddRange(Word().Matches(code).Select(match => match.Value)
                    .Where(word => char.IsUpper(word[0]) && !known.Contains(word))
                    .Select(word => $"{path}: {word}"));
            }
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unknown, Is.Empty);
            Assert.That(blocks, Is.GreaterThan(9));
        }
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Block();

    [GeneratedRegex(@"//[^\n]*|""[^""\n]*""", RegexOptions.CultureInvariant)]
    private static partial Regex TextOrComment();

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
