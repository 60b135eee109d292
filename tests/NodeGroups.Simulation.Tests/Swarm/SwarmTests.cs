using System.Globalization;
using NodeGroups.Simulation;

namespace SimulationTests.Swarm;

public sealed class SwarmTests
{
    private const ulong FirstSeed = 1000;

    [Test]
    public void Random_clusters_should_be_safe_under_faults_and_well_after_them()
    {
        Coverage coverage = Sweep(FirstSeed, 30);
        Assert.That(coverage.FindMissing(), Is.Empty, coverage.ToString());
    }

    [Test]
    public void The_same_seed_should_give_the_same_run()
    {
        SwarmResult first = SwarmRun.Run(FirstSeed + 1);
        SwarmResult second = SwarmRun.Run(FirstSeed + 1);
        Assert.That(second.TranscriptHash, Is.EqualTo(first.TranscriptHash));
        Assert.That(second.EventCount, Is.EqualTo(first.EventCount));
        Assert.That(SwarmRun.Run(FirstSeed + 2).TranscriptHash, Is.Not.EqualTo(first.TranscriptHash));
    }

    [Test]
    [Explicit("Long: run it by name, with NODEGROUPS_SEED (the first) and NODEGROUPS_SEEDS (how many) set.")]
    public void Campaign()
    {
        Coverage coverage = Sweep(Read("NODEGROUPS_SEED", 1), (int)Read("NODEGROUPS_SEEDS", 1));
        TestContext.Out.WriteLine(coverage);
    }

    private static ulong Read(string variable, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out ulong value)
            ? value
            : otherwise;

    private static Coverage Sweep(ulong first, int count)
    {
        Coverage coverage = new();
        List<string> failures = [];
        for (ulong seed = first; seed < first + (ulong)count; seed++)
        {
            try
            {
                coverage.Add(SwarmRun.Run(seed).Coverage);
            }
            catch (Exception failure) when (failure is InvariantViolationException or SimulationTimeoutException)
            {
                failures.Add(failure.Message);
            }
        }

        Assert.That(failures, Is.Empty, () => $"{failures.Count} of {count} seeds failed, the first:\n{failures[0]}");
        return coverage;
    }
}
