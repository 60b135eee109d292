using System.Diagnostics;
using System.Globalization;

namespace NodeGroups.Experiments;

/// <summary>
/// <c>orphans</c>: starts a parent with child processes, kills the parent with SIGKILL, after the launch or in the
/// middle of it, and counts the children that are left; again and again. Nothing may be left.
/// </summary>
internal static class OrphanCommand
{
    public const string ParentSwitch = "orphan-parent";

    /// <summary>How long children may take to notice and leave; above the limit after which they use
    /// force.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    /// <summary>How long after a child's start the parent is killed at most, in the middle of a launch.</summary>
    private const int MomentMilliseconds = 300;

    public static int Run(Arguments arguments, TextWriter output, TextWriter error)
    {
        int times = arguments.Take("--times", 100, 1, 100_000);
        int children = arguments.Take("--children", 3, 1, 500);
        int seed = arguments.Take("--seed", 1, 0, int.MaxValue);
        Random? moments = arguments.TakeFlag("--mid-launch") ? new Random(seed) : null;
        arguments.End();

        int left = 0;
        List<double> milliseconds = [];
        for (int i = 0; i < times; i++)
        {
            (int orphans, double slowest) = KillOnceAsync(children, moments).GetAwaiter().GetResult();
            left += orphans;
            milliseconds.Add(slowest);
            if ((i + 1) % 10 == 0)
            {
                error.WriteLine($"{i + 1} of {times} parents killed, {left} children left");
            }
        }

        milliseconds.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{times} parents of {children} children killed with SIGKILL"
            + $"{(moments is null ? string.Empty : $" in the middle of the launch (seed {seed})")}; "
            + $"{left} children left behind; "
            + $"the last child of a parent was gone after {milliseconds[times / 2]:F0} ms (median), "
            + $"{milliseconds[^1]:F0} ms (longest)."));
        return left == 0 ? 0 : 1;
    }

    /// <summary>The parent: spawns this program, tells each child's process when it has been started and an empty line
    /// when all are up, and waits for its end.</summary>
    public static async Task<int> RunParentAsync(int children)
    {
        NodeOptions options = new();
        options.Processes.ChildLimit = children;
        await using Node node = await Node.StartAsync(options);
        await node.All.SpawnManyAsync(children, new NodeProcessOptions { Launcher = new TellingLauncher() });
        Console.WriteLine();
        await node.Stopped;
        return 0;
    }

    private static async Task<(int Left, double SlowestMilliseconds)> KillOnceAsync(int children, Random? moments)
    {
        string self = Environment.ProcessPath!;
        bool runtime = Path.GetFileNameWithoutExtension(self) == "dotnet";
        string[] program = runtime ? [Environment.GetCommandLineArgs()[0]] : [];
        ProcessStartInfo start = new(
            self, [.. program, ParentSwitch, children.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using Process parent = Process.Start(start)!;
        List<Process> started = [];
        if (moments is null)
        {
            await ReadStartedAsync(parent, started, int.MaxValue);
        }
        else
        {
            await ReadStartedAsync(parent, started, moments.Next(1, children + 1));
            await Task.Delay(moments.Next(MomentMilliseconds));
        }

        long killed = Stopwatch.GetTimestamp();
        parent.Kill();
        await parent.WaitForExitAsync();
        await ReadStartedAsync(parent, started, int.MaxValue);
        return (await CountLeftAsync(started), Stopwatch.GetElapsedTime(killed).TotalMilliseconds);
    }

    /// <summary>Reads the children that the parent has started: so many, or until all are up or it is gone.</summary>
    private static async Task ReadStartedAsync(Process parent, List<Process> started, int count)
    {
        while (started.Count < count && await parent.StandardOutput.ReadLineAsync() is { Length: > 0 } line)
        {
            try
            {
                started.Add(Process.GetProcessById(int.Parse(line, CultureInfo.InvariantCulture)));
            }
            catch (ArgumentException)
            {
                // It is gone already.
            }
        }
    }

    private static async Task<int> CountLeftAsync(List<Process> started)
    {
        int left = 0;
        foreach (Process process in started)
        {
            using CancellationTokenSource limit = new(EndLimit);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                left++;
                process.Kill();
            }

            process.Dispose();
        }

        return left;
    }

    /// <summary>Starts children as the library does and prints their process ids.</summary>
    private sealed class TellingLauncher : INodeLauncher
    {
        public async ValueTask<LaunchedNode> LaunchAsync(
            NodeLaunch launch, CancellationToken cancellationToken = default)
        {
            LaunchedNode child = await NodeLaunchers.Process.LaunchAsync(launch, cancellationToken);
            Console.WriteLine(child.ProcessId.ToString(CultureInfo.InvariantCulture));
            return child;
        }
    }
}
