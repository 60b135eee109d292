using System.Diagnostics;
using System.Globalization;

namespace NodeGroups.Experiments;

/// <summary>
/// <c>orphans</c>: starts a parent with child processes, kills the parent with SIGKILL, and counts the children that
/// are left; again and again. Nothing may be left.
/// </summary>
internal static class OrphanCommand
{
    public const string ParentSwitch = "orphan-parent";

    /// <summary>How long children may take to notice and leave; above the limit after which they use
    /// force.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    public static int Run(Arguments arguments, TextWriter output, TextWriter error)
    {
        int times = arguments.Take("--times", 100, 1, 100_000);
        int children = arguments.Take("--children", 3, 1, 500);
        arguments.End();

        int left = 0;
        List<double> milliseconds = [];
        for (int i = 0; i < times; i++)
        {
            (int orphans, double slowest) = KillOnceAsync(children).GetAwaiter().GetResult();
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
            $"{times} parents of {children} children killed with SIGKILL; {left} children left behind; "
            + $"the last child of a parent was gone after {milliseconds[times / 2]:F0} ms (median), "
            + $"{milliseconds[^1]:F0} ms (longest)."));
        return left == 0 ? 0 : 1;
    }

    /// <summary>The parent: spawns this program, tells the numbers of the processes, and waits for its end.</summary>
    public static async Task<int> RunParentAsync(int children)
    {
        NodeOptions options = new();
        options.Processes.ChildLimit = children;
        await using Node node = await Node.StartAsync(options);
        IReadOnlyList<NodeProcess> spawned = await node.All.SpawnManyAsync(children);
        Console.WriteLine(string.Join(
            ' ', spawned.Select(child => child.ProcessId.ToString(CultureInfo.InvariantCulture))));
        await node.Stopped;
        return 0;
    }

    private static async Task<(int Left, double SlowestMilliseconds)> KillOnceAsync(int children)
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
        string line = await parent.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The parent ended before its children were up.");
        Process[] processes =
            [.. line.Split(' ').Select(id => Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture)))];
        long killed = Stopwatch.GetTimestamp();
        parent.Kill();
        await parent.WaitForExitAsync();
        int left = 0;
        foreach (Process process in processes)
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

        return (left, Stopwatch.GetElapsedTime(killed).TotalMilliseconds);
    }
}
