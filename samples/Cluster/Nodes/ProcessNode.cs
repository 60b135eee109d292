using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using NodeGroups;

namespace Cluster.Nodes;

/// <summary>A node in a child process of this program, driven through its standard streams.</summary>
internal sealed class ProcessNode : NodeHandle
{
    private const int ErrorLinesKept = 20;

    private readonly Process _process;
    private readonly Action<Delivery> _onDelivery;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ChildReply>> _pending = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<ChildReady> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private Task _reading = Task.CompletedTask;
    private long _lastId;

    private ProcessNode(int index, Process process, Action<Delivery> onDelivery)
        : base(index)
    {
        _process = process;
        _onDelivery = onDelivery;
    }

    public override NodeId Id => NodeId.Parse(_ready.Task.Result.Id);

    public override NodeAddress Address => NodeAddress.Parse(_ready.Task.Result.Address);

    public static async Task<ProcessNode> StartAsync(
        NodeConfig config, Action<Delivery> onDelivery, CancellationToken cancellationToken)
    {
        Process process = new() { StartInfo = ChildProgram.CreateStartInfo() };
        ProcessNode node = new(config.Index, process, onDelivery);
        process.ErrorDataReceived += (_, line) => node.KeepError(line.Data);
        process.Start();
        process.BeginErrorReadLine();
        node._reading = node.ReadAsync();
        try
        {
            await node.WriteLineAsync(JsonSerializer.Serialize(config, ChildJson.Default.NodeConfig));
            await node._ready.Task.WaitAsync(cancellationToken);
            return node;
        }
        catch
        {
            node.Kill();
            await node.DisposeAsync();
            throw;
        }
    }

    public override Task WaitForMembersAsync(int count, CancellationToken cancellationToken) =>
        AskAsync(new() { Id = NextId(), Operation = ChildOperation.WaitForMembers, Number = count }, cancellationToken);

    public override async Task<long> PublishAsync(
        bool broadcast, int rumor, int payload, CancellationToken cancellationToken)
    {
        ChildRequest request = new()
        {
            Id = NextId(),
            Operation = ChildOperation.Publish,
            Broadcast = broadcast,
            Number = rumor,
            Payload = payload,
        };
        return (await AskAsync(request, cancellationToken)).Stamp;
    }

    public override async Task<CallOutcome> CallAllAsync(CancellationToken cancellationToken) =>
        (await AskAsync(new() { Id = NextId(), Operation = ChildOperation.CallAll }, cancellationToken)).Call;

    public override async ValueTask<NodeCounts> GetCountsAsync(CancellationToken cancellationToken) =>
        (await AskAsync(new() { Id = NextId(), Operation = ChildOperation.Counts }, cancellationToken)).Counts;

    public override async Task<long> WaitUntilGoneAsync(IReadOnlyList<NodeId> ids, CancellationToken cancellationToken)
    {
        ChildRequest request = new()
        {
            Id = NextId(),
            Operation = ChildOperation.WaitUntilGone,
            Nodes = [.. ids.Select(id => id.ToString())],
        };
        return (await AskAsync(request, cancellationToken)).Stamp;
    }

    public override void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    public override async Task<bool> StopAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child is already gone: what is left is to wait for its end.
        }

        using CancellationTokenSource grace = new(StopGrace);
        try
        {
            await _process.WaitForExitAsync(grace.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            return false;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _writing.Dispose();
    }

    private long NextId() => Interlocked.Increment(ref _lastId);

    private async Task<ChildReply> AskAsync(ChildRequest request, CancellationToken cancellationToken)
    {
        TaskCompletionSource<ChildReply> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[request.Id] = answered;
        try
        {
            if (_reading.IsCompleted)
            {
                throw Ended();
            }

            await WriteLineAsync(JsonSerializer.Serialize(request, ChildJson.Default.ChildRequest));
            ChildReply reply = await answered.Task.WaitAsync(cancellationToken);
            return reply.Error is null
                ? reply
                : throw new InvalidOperationException($"Node n{Index} could not {request.Operation}: {reply.Error}");
        }
        finally
        {
            _pending.TryRemove(request.Id, out _);
        }
    }

    private async Task WriteLineAsync(string line)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            throw Ended();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } text)
        {
            ChildLine? line = JsonSerializer.Deserialize(text, ChildJson.Default.ChildLine);
            if (line?.Delivery is { } delivery)
            {
                _onDelivery(delivery);
            }
            else if (line?.Reply is { } reply && _pending.TryGetValue(reply.Id, out var pending))
            {
                pending.TrySetResult(reply);
            }
            else if (line?.Ready is { } ready)
            {
                _ready.TrySetResult(ready);
            }
            else if (line?.Failure is { } failure)
            {
                KeepError(failure);
            }
        }

        await _process.WaitForExitAsync();
        InvalidOperationException ended = Ended();
        if (_ready.TrySetException(ended))
        {
            // Observed here too: a start given up does not look at it any more.
            _ = _ready.Task.Exception;
        }

        foreach (TaskCompletionSource<ChildReply> pending in _pending.Values)
        {
            pending.TrySetException(ended);
        }
    }

    private InvalidOperationException Ended()
    {
        string code = _process.HasExited ? $" with exit code {_process.ExitCode}" : string.Empty;
        string said = _errors.IsEmpty ? "." : $":{Environment.NewLine}{string.Join(Environment.NewLine, _errors)}";
        return new InvalidOperationException($"The process of node n{Index} ended{code}{said}");
    }

    private void KeepError(string? line)
    {
        if (line is null)
        {
            return;
        }

        _errors.Enqueue(line);
        while (_errors.Count > ErrorLinesKept)
        {
            _errors.TryDequeue(out _);
        }
    }
}
