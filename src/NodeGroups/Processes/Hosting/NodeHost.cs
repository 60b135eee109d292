using System.Runtime.InteropServices;
using System.Text.Json;
using NodeGroups.Processes;

namespace NodeGroups;

/// <summary>The whole <c>Main</c> of a program that is a node: stand-alone from its command line, or as the child of
/// another node.</summary>
public static class NodeHost
{
    private static volatile bool s_canSpawnItself;

    /// <summary>Gets the text that <c>--help</c> prints.</summary>
    public static string Usage => HostArguments.Usage;

    /// <summary>True when this program has shown that it turns into a child when started as one.</summary>
    internal static bool CanSpawnItself => s_canSpawnItself;

    /// <summary>Tells whether this process was started as the child of a node. Ask it first in a <c>Main</c> that does
    /// something else otherwise: from then on <c>SpawnAsync</c> starts this program again when it is not given
    /// another.</summary>
    /// <param name="args">The program's arguments, all of them.</param>
    /// <returns>True when <c>Main</c> has to hand over to
    /// <see cref="RunAsync(string[], NodeHostOptions, CancellationToken)"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="args"/> is null.</exception>
    public static bool IsSpawned(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);

        // Somebody who passes other arguments is not this program's Main, a test for example.
        s_canSpawnItself |= args.SequenceEqual(Environment.GetCommandLineArgs().Skip(1));
        return args.Contains(HostArguments.SpawnedSwitch);
    }

    /// <summary>Runs a node until it is told to end.</summary>
    /// <param name="args">The program's arguments; see <see cref="Usage"/>.</param>
    /// <param name="onStart">What the node does when it has started; null for nothing.</param>
    /// <param name="cancellationToken">Lets the node leave and end.</param>
    /// <returns>The exit code; see <see cref="NodeExitCode"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="args"/> is null.</exception>
    public static Task<int> RunAsync(
        string[] args,
        Func<INode, CancellationToken, ValueTask>? onStart = null,
        CancellationToken cancellationToken = default) =>
        RunAsync(args, new NodeHostOptions { OnStart = onStart }, cancellationToken);

    /// <summary>Runs a node until it is told to end: by SIGTERM or Ctrl-C, by its parent, by the parent's death, by an
    /// allowed remote stop, or by the token. It leaves before it ends.</summary>
    /// <param name="args">The program's arguments; see <see cref="Usage"/>.</param>
    /// <param name="options">What the program offers.</param>
    /// <param name="cancellationToken">Lets the node leave and end.</param>
    /// <returns>The exit code; see <see cref="NodeExitCode"/>.</returns>
    /// <remarks>
    /// A spawned child uses standard input and output to talk to its parent; what the program writes to
    /// <see cref="Console.Out"/> goes to standard error then, and reaches the parent as output. From then on, and with
    /// <c>--stdin watch</c>, the end of standard input ends this process within four seconds, by force if need be, also
    /// when this method has returned: no child outlives its parent.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static async Task<int> RunAsync(
        string[] args, NodeHostOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool spawned = IsSpawned(args);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        // Ctrl-C reaches parent and children alike; the parent decides when its children stop.
        using PosixSignalRegistration interrupt =
            PosixSignalRegistration.Create(PosixSignal.SIGINT, spawned ? static signal => signal.Cancel = true : Stop);
        return spawned
            ? await RunChildAsync(options, stop.Token).ConfigureAwait(false)
            : await RunAloneAsync(args, options, stop).ConfigureAwait(false);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<int> RunChildAsync(NodeHostOptions options, CancellationToken stop)
    {
        if (!Console.IsInputRedirected)
        {
            await (options.Error ?? Console.Error).WriteLineAsync($"error: {ChildSession.NotAStart}")
                .ConfigureAwait(false);
            return NodeExitCode.StartRefused;
        }

        Stream output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        ParentWatch parent = ParentWatch.Start(Console.OpenStandardInput());
        using ChildSession session = new(parent.Stream, output, options, inherit: null);
        return await session.RunAsync(stop).ConfigureAwait(false);
    }

    private static async Task<int> RunAloneAsync(string[] args, NodeHostOptions options, CancellationTokenSource stop)
    {
        TextWriter output = options.Output ?? Console.Out;
        TextWriter error = options.Error ?? Console.Error;
        try
        {
            if (HostArguments.AskForHelp(args))
            {
                await output.WriteAsync(Usage).ConfigureAwait(false);
                return NodeExitCode.Success;
            }

            HostArguments arguments = HostArguments.Parse(args);
            if (arguments.WatchesInput)
            {
                _ = StopAtEndAsync(ParentWatch.Start(Console.OpenStandardInput()).Stream, stop);
            }

            HostPlan plan = arguments.ToPlan();
            Node node = await HostStart.StartAsync(plan, options, prepare: null, stop.Token).ConfigureAwait(false);
            await using (node.ConfigureAwait(false))
            {
                await output.WriteLineAsync(Ready(node)).ConfigureAwait(false);
                await output.FlushAsync().ConfigureAwait(false);
                await Task.WhenAny(node.Stopped, Task.Delay(Timeout.Infinite, stop.Token)).ConfigureAwait(false);
                if (stop.IsCancellationRequested)
                {
                    ProcessLog.HostStops(node.ChildTable.Logger);
                }
            }

            return NodeExitCode.Success;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return NodeExitCode.Success;
        }
        catch (HostStartException exception)
        {
            // What is wrong comes last: it is what a terminal still shows.
            if (exception.ExitCode == NodeExitCode.Usage)
            {
                await error.WriteLineAsync(HostArguments.ShortUsage).ConfigureAwait(false);
            }

            await error.WriteLineAsync($"error: {exception.Message}").ConfigureAwait(false);

            return exception.ExitCode;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whoever started this program reads exit codes, not the runtime's abort.
            await error.WriteLineAsync($"error: {exception.GetType().Name}: {exception.Message}").ConfigureAwait(false);
            return NodeExitCode.Failure;
        }
    }

    private static string Ready(Node node)
    {
        ChildStatus status = new(node.Id, node.Name, node.Address, Environment.ProcessId);
        return $"ready {JsonSerializer.Serialize(status, LibraryJson.Default.ChildStatus)}";
    }

    private static async Task StopAtEndAsync(Stream input, CancellationTokenSource stop)
    {
        LineReader lines = new(input, OutputPump.LineBytesLimit);
        while (await lines.ReadAsync(CancellationToken.None).ConfigureAwait(false) is not null)
        {
            // What is written is not for the node; only the end counts.
        }

        await stop.CancelAsync().ConfigureAwait(false);
    }
}
