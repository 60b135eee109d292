using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodeGroups.Protocol;

namespace NodeGroups.Processes;

/// <summary>
/// The whole of a child: reads from its parent what to start, says when it is ready, proves who it is, and leaves when
/// told or when the parent is gone.
/// </summary>
/// <param name="input">From the parent; its end means that the parent is gone.</param>
/// <param name="output">To the parent.</param>
/// <param name="host">What this program offers.</param>
/// <param name="inherit">Sets what a child in the same process shares with its parent; null in its own process.</param>
internal sealed class ChildSession(Stream input, Stream output, NodeHostOptions host, Action<NodeOptions>? inherit)
    : IDisposable
{
    /// <summary>Why a program that no node has started does not start, either.</summary>
    public const string NotAStart =
        "What came from the parent is not a start this version of NodeGroups knows. A program that is given "
        + $"{HostArguments.SpawnedSwitch} is meant to be started by a node.";

    private const int StartBytesLimit = 1024 * 1024;

    /// <summary>So many characters fit into one line of <see cref="OutputPump.LineBytesLimit"/>, however they are
    /// escaped.</summary>
    private const int ProblemLengthLimit = 600;

    private readonly CancellationTokenSource _stop = new();
    private TimeSpan? _grace;
    private volatile Node? _node;
    private volatile bool _aborted;

    public async Task<int> RunAsync(CancellationToken terminate)
    {
        using CancellationTokenRegistration terminated = terminate.UnsafeRegister(_ => Stop(), null);
        try
        {
            return await ServeAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return NodeExitCode.Success;
        }
        catch (HostStartException exception)
        {
            ChildMessage message = new() { Problem = exception.Message, ExitCode = exception.ExitCode };
            await SayAsync(message).ConfigureAwait(false);
            return exception.ExitCode;
        }
        catch (Exception exception)
        {
            await SayAsync(new ChildMessage
            {
                Problem = $"{exception.GetType().Name}: {exception.Message}",
                ExitCode = NodeExitCode.Failure,
            }).ConfigureAwait(false);
            return NodeExitCode.Failure;
        }
        finally
        {
            await output.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends without leaving, as a killed process does.</summary>
    public void Abort()
    {
        _aborted = true;
        Stop();
        _node?.Abort();
    }

    public void Dispose() => _stop.Dispose();

    private async Task<int> ServeAsync(CancellationToken cancellationToken)
    {
        LineReader reader = new(input, StartBytesLimit);
        ChildStart start = ReadStart(await reader.ReadAsync(cancellationToken).ConfigureAwait(false));
        _ = WatchParentAsync(reader);
        HostPlan plan = HostPlan.From(start);
        inherit?.Invoke(plan.Options);
        Action<Node> prepare = started => ProcessMethods.RegisterProof(started, start);
        Node node = await HostStart.StartAsync(plan, host, prepare, cancellationToken).ConfigureAwait(false);
        _node = node;
        if (_aborted)
        {
            node.Abort();
        }

        await SayAsync(new ChildMessage { Id = node.Id, Address = node.Address }).ConfigureAwait(false);
        await Task.WhenAny(node.Stopped, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
        await node.StopAsync(_grace).ConfigureAwait(false);
        return NodeExitCode.Success;
    }

    /// <summary>Says on standard error, too, what is wrong: whoever has typed the switch reads that.</summary>
    private ChildStart ReadStart(string? line)
    {
        ChildStart? start = line is null ? null : TryRead(line, StartJson.Default.ChildStart);
        if (start is { Version: ChildStart.CurrentVersion, Token.Length: ChildProof.TokenBytes })
        {
            return start;
        }

        (host.Error ?? Console.Error).WriteLine($"error: {NotAStart}");
        throw new HostStartException(NodeExitCode.StartRefused, NotAStart);
    }

    private static T? TryRead<T>(string line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task WatchParentAsync(LineReader reader)
    {
        while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            ParentMessage? message = TryRead(line, StartJson.Default.ParentMessage);
            if (message is { Introduced: true })
            {
                _node?.Runtime.Post(new EndQuiet());
            }

            if (message?.Grace is { } grace)
            {
                _grace = grace;
                Stop();
            }
        }

        _grace ??= ParentWatch.EndLimit;

        Stop();
    }

    private void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The session is over.
        }
    }

    /// <summary>Begins a line: the program may have left one open.</summary>
    private async Task SayAsync(ChildMessage message)
    {
        if (message.Problem is { Length: > ProblemLengthLimit } problem)
        {
            message = message with { Problem = $"{problem[..ProblemLengthLimit]}..." };
        }

        string json = JsonSerializer.Serialize(message, StartJson.Default.ChildMessage);
        string line = $"\n{ChildMessage.Mark}{json}\n";
        try
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(line)).ConfigureAwait(false);
            await output.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The parent is gone; the end of the input stops the node.
        }
    }
}
