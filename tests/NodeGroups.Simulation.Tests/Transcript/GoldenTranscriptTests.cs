using NodeGroups.Protocol;
using NodeGroups.Simulation;

namespace SimulationTests.Transcripts;

/// <summary>Holds small runs line by line: what nodes say to each other cannot change unseen, and the files show a
/// reader how they form, gossip, and lose a member.</summary>
/// <remarks>NODEGROUPS_ACCEPT=1 in the environment writes the files anew: review the difference.</remarks>
public sealed class GoldenTranscriptTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Test]
    public void Joining_should_be_as_on_record() =>
        Check("Join", static simulation => Form(simulation));

    [Test]
    public void A_rumor_should_be_as_on_record() =>
        Check("Rumor", static simulation =>
        {
            SimulatedNode[] nodes = Form(simulation);
            nodes[0].All.Gossip("topic", "text");
            simulation.RunUntil(() => nodes.All(n => n.All.ReceivedCount == 1), Limit);
        });

    [Test]
    public void A_crash_should_be_as_on_record() =>
        Check("Crash", static simulation =>
        {
            SimulatedNode[] nodes = Form(simulation);
            nodes[2].Crash();
            simulation.RunUntil(() => nodes[..2].All(n => n.All.View.Members.Count == 2), Limit);
        });

    private static SimulatedNode[] Form(Simulation simulation)
    {
        SimulatedNode[] nodes = [simulation.AddNode("a"), simulation.AddNode("b"), simulation.AddNode("c")];
        simulation.RunUntil(() => nodes.All(n => n.All.View.Members.Count == 3), Limit);
        return nodes;
    }

    private static void Check(string name, Action<Simulation> scenario)
    {
        using StringWriter record = new() { NewLine = "\n" };
        using Simulation simulation = new(seed: 1, new SimulationOptions { TranscriptSink = record });
        scenario(simulation);
        string path = Path.Combine(
            FindRoot(), "tests", "NodeGroups.Simulation.Tests", "Transcript", "Goldens", name + ".txt");
        if (Environment.GetEnvironmentVariable("NODEGROUPS_ACCEPT") == "1")
        {
            File.WriteAllText(path, record.ToString());
        }

        string[] lines = record.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Is.EqualTo(File.ReadAllLines(path)));
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "NodeGroups.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }
}
