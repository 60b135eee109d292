using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NodeGroups.Scenarios.Tests;

/// <summary>The features that are programs: counting who has heard (M22), the figures of a cluster (M23).</summary>
internal sealed class M22_M23_Samples
{
    private CancellationTokenSource? _safety;

    private CancellationToken Token => _safety!.Token;

    [SetUp]
    public void StartLimit() => _safety = new CancellationTokenSource(TimeSpan.FromMinutes(4));

    [TearDown]
    public void EndLimit() => _safety?.Dispose();

    [Test]
    public async Task M22_Rumor_counter_should_hear_every_node_once()
    {
        using SampleProgram program = new("RumorCounter");
        (int exitCode, string output) = await program.EndAsync(Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(output, Does.Contain("20 of 20 nodes have called the counter, each once."));
        }
    }

    [Test]
    public async Task M23_Cluster_of_processes_should_report_its_figures_and_leave_nothing()
    {
        using SampleProgram program = new(
            "Cluster", "--nodes", "3", "--mode", "processes", "--rumors", "3", "--seed", "7", "--json");
        (int exitCode, string output) = await program.EndAsync(Token);
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement report = document.RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero, output);
            Assert.That(report.GetProperty("nodes").GetInt32(), Is.EqualTo(3));
            Assert.That(Number(report, "launch", "totalMs"), Is.Positive);
            Assert.That(Number(report, "launch", "perNodeMsP50"), Is.Positive);
            Assert.That(Number(report, "calls", "replies"), Is.EqualTo(Number(report, "calls", "expected")));
            Assert.That(Number(report, "kill", "killed"), Is.EqualTo(1));
            Assert.That(Number(report, "kill", "detectedByAllMs"), Is.Positive);
            Assert.That(Number(report, "stop", "orphans"), Is.Zero);
            foreach (string spread in (string[])["gossip", "broadcast"])
            {
                Assert.That(Number(report, spread, "coverage"), Is.EqualTo(1), spread);
                Assert.That(Number(report, spread, "expected"), Is.EqualTo(9), spread);
                Assert.That(Number(report, spread, "duplicateDeliveries"), Is.Zero, spread);
                Assert.That(Number(report, spread, "lastDeliveryMsP50"), Is.Positive, spread);
                Assert.That(Number(report, spread, "firstMs"), Is.Positive, spread);
            }
        }
    }

    [Test]
    [Platform("Linux", Reason = "The children of a process are read from /proc.")]
    public async Task M23_Lost_child_should_be_named_and_keep_the_figures_so_far()
    {
        using SampleProgram program = new(
            "Cluster", "--nodes", "3", "--mode", "processes", "--rumors", "100000", "--kill", "0", "--json");
        await ReadUntilARumorCountsAsync(program);

        int[] children = program.ReadChildren();
        using (Process victim = Process.GetProcessById(children[1]))
        {
            victim.Kill();
        }

        string progress = await program.Error.ReadToEndAsync(Token);
        (int exitCode, string output) = await program.EndAsync(Token);
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement error = document.RootElement.GetProperty("error");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(Regex.Count(progress, "failed: "), Is.EqualTo(1), progress);
            Assert.That(error.GetProperty("step").GetString(), Is.EqualTo("gossip"));
            Assert.That(error.GetProperty("node").GetString(), Does.Match("^n[0-2]$"));
            Assert.That(error.GetProperty("pid").GetInt32(), Is.EqualTo(children[1]));
            Assert.That(error.GetProperty("exitCode").GetInt32(), Is.EqualTo(137));
            Assert.That(Number(document.RootElement, "gossip", "rumors"), Is.Positive);
            Assert.That(Number(document.RootElement, "gossip", "coverage"), Is.EqualTo(1));
            Assert.That(Number(document.RootElement, "launch", "totalMs"), Is.Positive);
        }

        foreach (int child in children)
        {
            await Child.WaitUntilGoneAsync(child, Token);
        }
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "It sends a signal.")]
    [UnsupportedOSPlatform("windows")]
    public async Task M23_Interrupted_launch_should_end_and_count_its_processes()
    {
        string host = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"never-ready-{Guid.NewGuid():N}.sh");
        await File.WriteAllTextAsync(host, "#!/bin/sh\necho started >&2\nexec sleep 600\n", Token);
        File.SetUnixFileMode(host, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            using SampleProgram program = new(
                "Cluster", "--nodes", "2", "--mode", "processes", "--host", host, "--json");
            for (int started = 0; started < 2;)
            {
                string? line = await program.Error.ReadLineAsync(Token);
                Assert.That(line, Is.Not.Null);
                started += line!.Contains("started") ? 1 : 0;
            }

            await program.InterruptAsync(Token);
            (int exitCode, string output) = await program.EndAsync(Token);
            using JsonDocument document = JsonDocument.Parse(output);
            JsonElement report = document.RootElement;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(exitCode, Is.EqualTo(130));
                Assert.That(report.GetProperty("error").GetProperty("step").GetString(), Is.EqualTo("launch"));
                Assert.That(report.GetProperty("error").GetProperty("message").GetString(), Is.EqualTo("interrupted"));
                Assert.That(Number(report, "stop", "nodes"), Is.EqualTo(2));
                Assert.That(Number(report, "stop", "totalMs"), Is.Positive);
                Assert.That(Number(report, "stop", "orphans"), Is.Zero);
            }
        }
        finally
        {
            File.Delete(host);
        }
    }

    [Test]
    [Platform("Linux", Reason = "The children of a process are read from /proc.")]
    public async Task M23_Children_should_end_when_their_parent_is_killed_in_the_middle_of_the_launch()
    {
        using SampleProgram program = new("Cluster", "--nodes", "16", "--mode", "processes", "--json");
        while (await program.Error.ReadLineAsync(Token) is { } line && !Regex.IsMatch(line, "[1-9] of 16|16 nodes"))
        {
            // None has joined yet.
        }

        int[] children = await program.KillAsync(Token);
        Assert.That(children, Is.Not.Empty);
        foreach (int child in children)
        {
            await Child.WaitUntilGoneAsync(child, Token);
        }
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "It sends a signal.")]
    [UnsupportedOSPlatform("windows")]
    public async Task M23_Interrupted_run_should_tell_that_fewer_rumors_were_published_than_asked_for()
    {
        using SampleProgram program = new("Cluster", "--nodes", "2", "--rumors", "100000", "--kill", "0", "--json");
        await ReadUntilARumorCountsAsync(program);

        await program.InterruptAsync(Token);
        (int exitCode, string output) = await program.EndAsync(Token);
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement report = document.RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(130));
            Assert.That(Number(report, "gossip", "requested"), Is.EqualTo(100_000));
            Assert.That(Number(report, "gossip", "rumors"), Is.Positive.And.LessThan(100_000));
            Assert.That(Number(report, "stop", "nodes"), Is.EqualTo(2));
        }
    }

    [TestCase("--nodes is given twice.", "--nodes", "5", "--nodes=6")]
    [TestCase("--json takes no value.", "--json=1")]
    [TestCase("--fanout is not for --strategy broadcast: it has none.", "--strategy", "broadcast", "--fanout", "3")]
    public async Task M23_Bad_option_should_be_refused(string problem, params string[] options)
    {
        using SampleProgram program = new("Cluster", options);
        string error = await program.Error.ReadToEndAsync(Token);
        (int exitCode, string output) = await program.EndAsync(Token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(output, Is.Empty);
            Assert.That(error.TrimEnd(), Does.EndWith($"error: {problem}"));
        }
    }

    /// <summary>Waits until a rumor after the three that are not counted has been told of.</summary>
    private async Task ReadUntilARumorCountsAsync(SampleProgram program)
    {
        while (await program.Error.ReadLineAsync(Token) is { } line
            && !Regex.IsMatch(line, @"\b([5-9]|\d\d+) of 100003"))
        {
        }
    }

    private static double Number(JsonElement report, string part, string name) =>
        report.GetProperty(part).GetProperty(name).GetDouble();
}
