using Cluster.Nodes;
using Cluster.Phases;
using Cluster.Reports;
using NodeGroups;

namespace Cluster;

/// <summary>A whole run: phase after phase, and in any case the stop.</summary>
internal sealed class ClusterRun(ClusterArguments arguments, IRunLog log)
{
    private readonly RunContext _context = new(arguments, log);

    private string _step = "";
    private ClusterReport _report = new()
    {
        Nodes = arguments.Nodes,
        Mode = arguments.Mode == ClusterMode.InProcess ? "inprocess" : "processes",
        Strategy = arguments.Strategy,
        Fanout = arguments.FanoutText,
        Seed = arguments.Seed,
    };

    public IReadOnlyList<string> Problems => _context.Problems;

    /// <summary>Runs it; what was measured before an error or an interruption is in the report.</summary>
    public async Task<ClusterReport> RunAsync(CancellationToken cancellationToken)
    {
        using LossWatch losses = _context.Losses;
        using CancellationTokenSource bound =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, losses.Token);
        try
        {
            await RunPhasesAsync(bound.Token);
        }
        catch (Exception exception)
        {
            ErrorReport error = await DescribeAsync(exception, cancellationToken);
            _report = _report with { Error = error };
            _context.Problems.Add($"{error.Step}: {error.Message}");
        }

        return _report with { Stop = await StopPhase.RunAsync(_context, _report.Error?.Node) };
    }

    private async Task RunPhasesAsync(CancellationToken cancellationToken)
    {
        _step = "launch";
        _report = _report with { Launch = await LaunchPhase.RunAsync(_context, cancellationToken) };
        _step = "converge";
        _report = _report with { Converge = await ConvergePhase.RunAsync(_context, cancellationToken) };
        _step = "gossip";
        SpreadPhase spread = new(_context);
        await KeepAsync(
            spread.RunAsync(cancellationToken),
            () => _report with { Gossip = spread.Gossip.Report, Broadcast = spread.Broadcast.Report });
        _step = "calls";
        CallPhase calls = new(_context);
        await KeepAsync(calls.RunAsync(cancellationToken), () => _report with { Calls = calls.Report });
        _step = "kill";
        _report = _report with { Kill = await KillPhase.RunAsync(_context, cancellationToken) };
    }

    /// <summary>Takes over the figures of a step, also of one that fails.</summary>
    private async Task KeepAsync(Task step, Func<ClusterReport> keep)
    {
        try
        {
            await step;
        }
        finally
        {
            _report = keep();
        }
    }

    private async Task<ErrorReport> DescribeAsync(Exception exception, CancellationToken interrupt)
    {
        if (interrupt.IsCancellationRequested)
        {
            return new ErrorReport(_step, "interrupted");
        }

        if (exception is CallFailedException && _context.Arguments.Mode == ClusterMode.Processes)
        {
            await _context.Losses.WaitAsync();
        }

        if (_context.Losses.First is { } lost)
        {
            int exitCode = await lost.Exited!;
            return new ErrorReport(
                _step, $"{lost} ended with exit code {exitCode}", lost.Name, lost.ProcessId, exitCode);
        }

        return exception is SpawnFailedException failure
            ? new ErrorReport(_step, failure.Message, failure.NodeName, failure.ProcessId, failure.ExitCode)
            : new ErrorReport(_step, exception.Message);
    }
}
