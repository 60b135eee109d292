using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

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
    private const int StartBytesLimit = 1024 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private TimeSpan _drain = Node.DefaultDrain;
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
        await node.StopAsync(_drain).ConfigureAwait(false);
        return NodeExitCode.Success;
    }

    private static ChildStart ReadStart(string? line)
    {
        ChildStart? start = line is null ? null : TryRead(line, ProcessJson.Default.ChildStart);
        return start is { Version: ChildStart.CurrentVersion, Token.Length: ChildProof.TokenBytes }
            ? start
            : throw new HostStartException(
                NodeExitCode.StartRefused,
                "What came from the parent is not a start this version of NodeGroups knows. A program that is given "
                + $"{HostArguments.SpawnedSwitch} is meant to be started by a node.");
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
            if (TryRead(line, ProcessJson.Default.StopRequest) is { } request)
            {
                _drain = request.Drain;
                Stop();
            }
        }

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

    private async Task SayAsync(ChildMessage message)
    {
        string line = $"{ChildMessage.Mark}{JsonSerializer.Serialize(message, ProcessJson.Default.ChildMessage)}\n";
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
