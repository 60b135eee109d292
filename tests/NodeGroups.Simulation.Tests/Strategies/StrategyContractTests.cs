using System.Globalization;
using NodeGroups.Simulation;

namespace SimulationTests.Strategies;

/// <summary>
/// Every strategy under the same faults: what all promise holds, and the faults did happen. A few seeds here; the
/// campaign runs as many as it is told.
/// </summary>
public sealed class StrategyContractTests
{
    private const ulong FirstSeed = 300;

    /// <summary>Over so many seeds, repair may bring a quarter of what it may in one run, where anything is promised at
    /// all.</summary>
    private const int ManySeeds = 100;

    private static IReadOnlyList<StrategyPromise> Promises => StrategyPromise.All;

    [Test]
    public void Every_strategy_should_keep_the_contract(
        [ValueSource(nameof(Promises))] StrategyPromise promise, [Values] ContractFault fault) =>
        Sweep(promise, fault, FirstSeed, fault >= ContractFault.LargestPayload ? 2 : 6);

    [Test]
    public void The_table_should_name_every_strategy_of_the_library()
    {
        string[] names = ["broadcast", "push", "push-forever", "ring", "pushpull", "rumor", "plumtree", "tree",
            "antientropy", "auto"];
        Assert.That(Promises.Select(static p => p.Strategy.Name).Distinct(), Is.EquivalentTo(names));
    }

    [Test]
    [Explicit("Long: run it by name, with NODEGROUPS_SEED (the first), NODEGROUPS_SEEDS (how many, each case) set.")]
    public void StrategyCampaign()
    {
        string? only = Environment.GetEnvironmentVariable("NODEGROUPS_CASE");
        ulong first = Read("NODEGROUPS_SEED", 1);
        int count = (int)Read("NODEGROUPS_SEEDS", 1);
        List<string> failures = [];
        foreach (StrategyPromise promise in Promises)
        {
            foreach (ContractFault fault in Enum.GetValues<ContractFault>())
            {
                if (only is null || only == $"{promise}/{fault}")
                {
                    failures.AddRange(Collect(promise, fault, first, count, out string summary));
                    TestContext.Progress.WriteLine(summary);
                }
            }
        }

        Assert.That(failures, Is.Empty, () => $"{failures.Count} failures, the first:\n{failures[0]}");
    }

    private static void Sweep(StrategyPromise promise, ContractFault fault, ulong first, int count)
    {
        List<string> failures = Collect(promise, fault, first, count, out string summary);
        TestContext.Out.WriteLine(summary);
        Assert.That(failures, Is.Empty, () => failures[0]);
    }

    private static List<string> Collect(
        StrategyPromise promise, ContractFault fault, ulong first, int count, out string summary)
    {
        Coverage coverage = new();
        List<string> failures = [];
        List<double> times = [];
        long repaired = 0;
        for (ulong seed = first; seed < first + (ulong)count; seed++)
        {
            try
            {
                ContractResult result = ContractRun.Run(promise, fault, seed);
                coverage.Add(result.Coverage);
                repaired += result.Repaired;
                times.Add(result.RepairTime.TotalSeconds);
            }
            catch (Exception failure) when (failure is InvariantViolationException or SimulationTimeoutException
                or InvalidOperationException)
            {
                failures.Add($"{promise}/{fault}, seed {seed}: {failure.Message}");
            }
        }

        if (failures.Count == 0 && HowOftenItStruck(fault, coverage) == 0)
        {
            failures.Add($"{promise}/{fault}: the fault never happened.");
        }

        if (fault == ContractFault.None && count >= ManySeeds && promise.MostRepaired < 1
            && repaired > ContractRun.Deliveries * count * promise.MostRepaired / 4)
        {
            failures.Add($"{promise}/{fault}: {repaired} repaired in {count} runs.");
        }

        times.Sort();
        summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{promise}/{fault}: {failures.Count} of {count} failed, {repaired} repaired, everywhere after at most "
            + $"{(times.Count == 0 ? 0 : times[^1]):F3} s");
        return failures;
    }

    private static long HowOftenItStruck(ContractFault fault, Coverage coverage) => fault switch
    {
        ContractFault.None => coverage.RumorsDelivered,
        ContractFault.Loss or ContractFault.LargestPayload => coverage.Lost,
        ContractFault.DuplicationAndReordering => Math.Min(coverage.Duplicated, coverage.Reordered),
        ContractFault.OneWayCut or ContractFault.ShortPartition or ContractFault.Bridge
            or ContractFault.OverlappingMajorities or ContractFault.BrokenPair or ContractFault.Flapping =>
            coverage.Cut,
        ContractFault.Clogging => coverage.Held,
        ContractFault.SlowOneWay => coverage.RumorsDelivered,
        ContractFault.LongPartition => Math.Min(coverage.Cut, coverage.Deaths),
        ContractFault.CrashOfOrigin or ContractFault.CrashOfAThird => coverage.Crashes,
        ContractFault.Restart => coverage.Restarts,
        _ => coverage.Pauses,
    };

    private static ulong Read(string variable, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out ulong value)
            ? value
            : otherwise;
}
