using System.Globalization;

namespace NodeGroups.Experiments;

/// <summary>The aims that one command of <c>spread</c> shows.</summary>
internal static class AimsOfSpread
{
    private const string Crash = "--nodes 10000 --crash 0.3 --latency exponential --trials 100";
    private const string Stream =
        "--nodes 1000 --latency lognormal --trials 2 --rumors 200 --warmup 100 --interval 4";

    public static IReadOnlyList<Aim> All { get; } =
    [
        new(
            "no faults, a million nodes, 4 rings: everybody in 12 rounds, 4 payloads a node, busiest 4",
            "--strategy ring --fanout 4 --nodes 1000000 --trials 5",
            Exact),
        WithinLatencies(
            "30 % crashed and unnoticed, 10,000 nodes, rings: all survivors within 16 latencies, at most 4.6 payloads",
            $"--strategy ring --fanout 4 {Crash} --unit 50", 16, 4.6),
        WithinLatencies(
            "the same along a tree, noticed within 10 latencies: within 25, at most 2 payloads",
            $"--strategy tree {Crash} --unit 50 --noticed 10", 25, 2),
        WithinLatencies(
            "the same along a tree, never noticed: within 25, at most 2 payloads",
            $"--strategy tree {Crash} --unit 50", 25, 2),
        Redundancy("one sender, Plumtree: redundancy at most 0.01", $"--strategy plumtree {Stream}", 0.01),
        Redundancy("one sender, tree: at most 0.01", $"--strategy tree {Stream}", 0.01),
        Redundancy(
            "many senders and log-normal jitter, Plumtree: at most 0.05",
            $"--strategy plumtree {Stream} --senders 10", 0.05),
        Redundancy(
            "many senders and log-normal jitter, tree: at most 0.05", $"--strategy tree {Stream} --senders 50", 0.05),
        new(
            "round push at a million nodes, one core: 100 million sends a second, a broadcast in less than 0.5 s",
            "--strategy push --mode forever --fanout 1 --nodes 1000000 --trials 10",
            static run => (
                Text($"{run.MillionsEachSecond:0} million sends a second, {run.SecondsEach:0.00} s a broadcast, ")
                    + "of processor time",
                run.MillionsEachSecond >= 100 && run.SecondsEach < 0.5)) { IsOfSpeed = true },
        new(
            "with latency at a million nodes: 20 million events a second",
            "--strategy push --fanout 12 --nodes 1000000 --latency exponential --trials 5",
            static run => (
                Text($"{run.MillionsEachSecond:0} million a second of processor time"), run.MillionsEachSecond >= 20))
            { IsOfSpeed = true },
        .. new[] { "ring", "push", "tree", "auto" }.Select(InTime),
    ];

    private static Aim InTime(string strategy) => new(
        $"100,000 nodes in time, loss and crashes, shipped code, {strategy}: less than 2 s",
        $"--strategy {strategy} --nodes 100000 --latency exponential --loss 0.1 --crash 0.1 --repair yes --trials 3",
        static run => (
            Text($"{run.SecondsEach:0.0} s of processor time a trial; {run.Reach}"),
            run.ReachedAll && run.SecondsEach < 2))
    {
        IsOfSpeed = true,
    };

    /// <summary>All survivors are all in every trial, so the longest counts.</summary>
    private static Aim WithinLatencies(string text, string options, double latencies, double payloads) => new(
        text,
        options,
        run => (
            Text($"mean {run.Result.TimeToAllMean:0.0}, 99 % {run.Result.TimeToAllQuantile(0.99):0.0}, longest ")
                + Text($"{run.Result.TimeToAllMaximum:0.0}; {run.Result.PayloadSendsPerLiveNode:0.00} payloads; ")
                + run.Reach,
            run.ReachedAll && run.Result.TimeToAllMaximum <= latencies
                && run.Result.PayloadSendsPerLiveNode <= payloads));

    private static Aim Redundancy(string text, string options, double most) => new(
        text,
        options,
        run => (Text($"{run.Result.Redundancy:0.0000}; {run.Reach}"), run.ReachedAll && run.Result.Redundancy <= most));

    private static (string Figure, bool IsMet) Exact(AimRun run) => (
        Text($"{run.Result.RoundsToAllQuantile(1)} rounds at most, {run.Result.PayloadSendsPerLiveNode:0.000} ")
            + Text($"payloads, busiest {run.Result.MaxPayloadSendsByOneNode}; {run.Reach}"),
        run.ReachedAll && run.Result.RoundsToAllQuantile(1) <= 12
            && run.Result.PayloadSendsPerLiveNode <= 4 && run.Result.MaxPayloadSendsByOneNode <= 4);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
