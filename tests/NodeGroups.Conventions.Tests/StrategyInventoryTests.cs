namespace NodeGroups.Conventions.Tests;

/// <summary>Each strategy has the same inventory: a folder with its code and options, tests, a row of the experiments,
/// a row of the documentation.</summary>
public sealed class StrategyInventoryTests
{
    private const string Folder = "src/NodeGroups.Protocol/Gossip";
    private const string Rows = "benchmarks/NodeGroups.Experiments/Compare/CostOfStrategies.cs";

    private static IEnumerable<string> Strategies => Repository.Files([Folder], ".cs")
        .Select(static path => Path.GetFileNameWithoutExtension(path))
        .Where(static name => name.EndsWith("Strategy", StringComparison.Ordinal))
        .Except(["IGossipStrategy", "GossipStrategy", "PlannedStrategy", "GossipGroup.Strategy"])
        .Select(static name => name[..^"Strategy".Length]);

    [Test]
    public void Every_strategy_should_be_found() => Assert.That(Strategies.Count(), Is.EqualTo(10));

    [TestCaseSource(nameof(Strategies))]
    public void A_strategy_should_have_its_inventory(string name)
    {
        string[] documented = Repository.Read("docs/gossip.md").Split('\n');
        bool hasOptions = Repository.Read($"{Folder}/GossipStrategies.cs").Contains($"{name}Options");
        string home = name == "PushForever" ? "Push" : name;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Repository.Full($"{Folder}/{home}/{name}Strategy.cs"), Does.Exist);
            Assert.That(File.Exists(Repository.Full($"{Folder}/{home}/{name}Options.cs")), Is.EqualTo(hasOptions));
            Assert.That(Repository.Full($"tests/NodeGroups.Protocol.Tests/Gossip/{name}Tests.cs"), Does.Exist);
            Assert.That(Repository.Read(Rows), Does.Match($"\"{name}[\",]"), "a row of what each costs");
            Assert.That(documented, Has.One.Matches($"^. `GossipStrategies.{name}[(`]"), "a row of the documentation");
        }
    }
}
