using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace NodeGroups.Processes;

/// <summary>The parent's end of a child: what it says, what it prints, when it ends.</summary>
internal sealed class ChildLink : IAsyncDisposable
{
    /// <summary>How long after the exit its last output is waited for: something it started may hold the pipes
    /// open.</summary>
    private static readonly TimeSpan s_lastOutputLimit = TimeSpan.FromSeconds(2);

    private readonly LaunchedNode _launched;
    private readonly OutputTail _tail = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly TaskCompletionSource<ChildMessage?> _said =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Task _pumps;

    public ChildLink(LaunchedNode launched, string name, Action<NodeOutputLine>? output, ILogger logger)
    {
        _launched = launched;
        Action<NodeOutputLine> receive = output ?? (line => Log(logger, line));
        OutputPump fromOutput = new(name, isError: false, _tail, receive, logger);
        OutputPump fromError = new(name, isError: true, _tail, receive, logger);
        _pumps = Task.WhenAll(
            fromOutput.RunAsync(launched.Output, Read),
            launched.Error is { } stream ? fromError.RunAsync(stream, onMessage: null) : Task.CompletedTask);
        Ended = WaitAsync();
    }

    public int ProcessId => _launched.ProcessId;

    /// <summary>The first message; null when the child ended without one.</summary>
    public Task<ChildMessage?> Said => _said.Task;

    /// <summary>The exit code, when the child has ended and its last output has been read.</summary>
    public Task<int> Ended { get; }

    public string[] RecentOutput => _tail.ToArray();

    /// <summary>Writes a line to the child; nothing when it no longer reads.</summary>
    public async Task SendAsync(byte[] json, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _launched.Input.WriteAsync((byte[])[.. json, (byte)'\n'], cancellationToken).ConfigureAwait(false);
            await _launched.Input.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The child is gone or going: its end tells.
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Kill() => _launched.Kill();

    public void NoteDescendants() => _launched.NoteDescendants();

    public void KillDescendants() => _launched.KillDescendants();

    /// <summary>Ends the child if it has not ended, and frees what it holds.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Ended.ConfigureAwait(false);
        await _launched.DisposeAsync().ConfigureAwait(false);
    }

    private static void Log(ILogger logger, in NodeOutputLine line)
    {
        if (line.IsError)
        {
            ProcessLog.ErrorOutput(logger, line.Node, line.Text);
        }
        else
        {
            ProcessLog.Output(logger, line.Node, line.Text);
        }
    }

    private void Read(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, StartJson.Default.ChildMessage) is { } message)
            {
                _said.TrySetResult(message);
            }
        }
        catch (JsonException)
        {
            // Not from a host: the spawn waits for a proper message until its time is over.
        }
    }

    private async Task<int> WaitAsync()
    {
        int exitCode = await _launched.Exited.ConfigureAwait(false);
        await Task.WhenAny(_pumps, Task.Delay(s_lastOutputLimit)).ConfigureAwait(false);
        _said.TrySetResult(null);
        return exitCode;
    }
}
