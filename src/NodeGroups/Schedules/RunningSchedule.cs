using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Runtime;
using NodeGroups.Transport;

namespace NodeGroups;

/// <summary>One schedule on one node. Thread-safe.</summary>
internal sealed class RunningSchedule : IDisposable
{
    private readonly Node _node;
    private readonly Group _group;
    private readonly ScheduleData _data;
    private readonly byte[] _payload;
    private readonly ILogger _logger;
    private readonly RateLimitedLog _failures;
    private readonly PeriodicRun _periodic;

    public RunningSchedule(Node node, Group group, ScheduleData data, ILogger logger)
    {
        _node = node;
        _group = group;
        _data = data;
        _logger = logger;
        _failures = new RateLimitedLog(
            node.Runtime.Options.TimeProvider,
            left => ScheduleLog.FailuresLeftOut(logger, data.Id, group.Name, left));
        _payload = JsonPayload.Write(data.Value, LibraryJson.Default.JsonElement);
        _periodic = new PeriodicRun(node.Runtime.Options.TimeProvider, data.Delay, data.Interval, RunAsync);
        _periodic.Start();
    }

    public ScheduleStatus Status
    {
        get
        {
            RunCounts counts = _periodic.Counts;
            Schedule schedule =
                new(_data.Id, _group.Name, _data.Kind, _data.Name, _data.Interval, _data.RunTimeout);
            return new ScheduleStatus(
                schedule, counts.Runs, counts.Failures, counts.Skipped, counts.IsRunning, counts.LastError);
        }
    }

    public void Dispose() => _periodic.Dispose();

    private async ValueTask<RunOutcome> RunAsync(CancellationToken cancellationToken)
    {
        if (!IsMine())
        {
            return default;
        }

        string? error;
        try
        {
            error = await RunOnceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            error = $"{exception.GetType().Name}: {exception.Message}";
        }

        if (error is not null && !cancellationToken.IsCancellationRequested
            && !_node.Runtime.Stopped.IsCancellationRequested && _failures.TryAcquire())
        {
            ScheduleLog.RunFailed(_logger, _data.Id, _data.Name, _group.Name, error);
        }

        return new RunOutcome(HasRun: true, error);
    }

    /// <summary>Each member runs a call; a message is spread by its maker or, while that is not in view, by the
    /// member with the smallest id.</summary>
    private bool IsMine()
    {
        if (_data.Kind == ScheduleKind.Call)
        {
            return true;
        }

        GroupView view = _group.View;
        NodeId publisher = view.Contains(_data.Id.Creator) || view.Members.Count == 0
            ? _data.Id.Creator
            : view.Members[0].Id;
        return publisher == _node.Id;
    }

    /// <summary>Runs once.</summary>
    /// <returns>Why it failed, or null.</returns>
    private async Task<string?> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_data.Kind == ScheduleKind.Gossip)
        {
            await _group.PublishAsync(RumorKind.Message, _data.Name, _payload, cancellationToken).ConfigureAwait(false);
            return null;
        }

        Peer self = new(_node.Id, _node.Address);
        OutgoingCall call = new(self, _group.Name, _data.Name, _payload, _data.RunTimeout);
        RawReply reply = await _node.Caller.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return reply.Result switch
        {
            CallResult.Replied => null,
            CallResult.TimedOut => $"It took longer than {_data.RunTimeout}.",
            _ => $"{reply.Result}: {reply.ErrorText}",
        };
    }
}
