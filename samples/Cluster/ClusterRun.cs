using Cluster.Phases;
using Cluster.Reports;

namespace Cluster;

/// <summary>A whole run: phase after phase, and in any case the stop.</summary>
internal sealed class ClusterRun(ClusterArguments arguments, IRunLog log)
{
    private readonly RunContext _context = new(arguments, log);

    private string _phase = "";

    public IReadOnlyList<string> Problems => _context.Problems;

    public async Task<ClusterReport> RunAsync(CancellationToken cancellationToken)
    {
        ClusterReport report = new()
        {
            Nodes = arguments.Nodes,
            Mode = arguments.Mode == ClusterMode.InProcess ? "inprocess" : "processes",
            Strategy = arguments.Strategy,
            Fanout = arguments.GroupOptions.Fanout.ToString(),
            Seed = arguments.Seed,
        };
        try
        {
            _phase = "launch";
            report = report with { Launch = await LaunchPhase.RunAsync(_context, cancellationToken) };
            _phase = "converge";
            report = report with { Converge = await ConvergePhase.RunAsync(_context, cancellationToken) };
            _phase = "gossip";
            SpreadPhase gossip = new(_context, broadcast: false);
            report = report with { Gossip = await gossip.RunAsync(cancellationToken) };
            _phase = "broadcast";
            SpreadPhase broadcast = new(_context, broadcast: true);
            report = report with { Broadcast = await broadcast.RunAsync(cancellationToken) };
            _phase = "calls";
            report = report with { Calls = await CallPhase.RunAsync(_context, cancellationToken) };
            _phase = "kill";
            report = report with { Kill = await KillPhase.RunAsync(_context, cancellationToken) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _context.Problems.Add($"{_phase}: interrupted");
        }
        catch (Exception exception)
        {
            _context.Problems.Add($"{_phase}: {exception.Message}");
        }

        return report with { Stop = await StopPhase.RunAsync(_context) };
    }
}
