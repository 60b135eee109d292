using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;
using NodeGroups.Transport;

namespace NodeGroups.Runtime;

/// <summary>Turns the machine's notices into log lines: of each kind at most ten a second.</summary>
internal sealed class NoticeLog
{
    private readonly ILogger _logger;
    private readonly IInspectableTransport? _transport;
    private readonly Dictionary<ProtocolNoticeKind, RateLimitedLog> _limits = [];

    public NoticeLog(ILogger logger, ITransport transport, TimeProvider timeProvider)
    {
        _logger = logger;
        _transport = transport as IInspectableTransport;
        foreach (ProtocolNoticeKind kind in Enum.GetValues<ProtocolNoticeKind>())
        {
            _limits.Add(kind, new RateLimitedLog(
                timeProvider, left => NodeLog.NoticesLeftOut(logger, left, kind.ToString())));
        }
    }

    public void Write(ProtocolNotice notice)
    {
        if (!_logger.IsEnabled(LevelOf(notice.Kind)) || !_limits[notice.Kind].TryAcquire())
        {
            return;
        }

        switch (notice.Kind)
        {
            case ProtocolNoticeKind.RumorLost:
                GossipLog.RumorLost(_logger, notice.Detail);
                break;
            case ProtocolNoticeKind.StrategyFailed:
                GossipLog.StrategyFailed(_logger, notice.Detail);
                break;
            case ProtocolNoticeKind.MessageDropped:
                GossipLog.MessageDropped(_logger, notice.Detail);
                break;
            case ProtocolNoticeKind.RouteChosen:
                GossipLog.RouteChosen(_logger, notice.Detail, notice.Plan?.Prediction ?? "");
                break;
            case ProtocolNoticeKind.AddressConflict:
                NodeLog.AddressConflict(_logger, notice.Detail);
                break;
            case ProtocolNoticeKind.JoinAttempt:
                WriteAttempt(notice.Detail);
                break;
            default:
                WriteMembership(notice);
                break;
        }
    }

    private void WriteMembership(ProtocolNotice notice)
    {
        switch (notice.Kind)
        {
            case ProtocolNoticeKind.Joined:
                NodeLog.Joined(_logger);
                break;
            case ProtocolNoticeKind.MemberJoined:
                NodeLog.MemberJoined(_logger, notice.Member);
                break;
            case ProtocolNoticeKind.MemberLeft:
                NodeLog.MemberLeft(_logger, notice.Member);
                break;
            case ProtocolNoticeKind.MemberSuspected:
                NodeLog.MemberSuspected(_logger, notice.Member);
                break;
            case ProtocolNoticeKind.MemberRefuted:
                NodeLog.MemberRefuted(_logger, notice.Member);
                break;
            case ProtocolNoticeKind.MemberDied:
                NodeLog.MemberDied(_logger, notice.Member);
                break;
            case ProtocolNoticeKind.SelfRefuted:
                NodeLog.SelfRefuted(_logger);
                break;
        }
    }

    /// <summary>The attempts back off, so a node that cannot join says so ever more rarely.</summary>
    private void WriteAttempt(string seed)
    {
        string? problem =
            NodeAddress.TryParse(seed, null, out NodeAddress address) ? _transport?.ProblemAt(address) : null;
        if (problem is null)
        {
            NodeLog.JoinAttempt(_logger, seed);
        }
        else
        {
            NodeLog.JoinRepeated(_logger, seed, problem);
        }
    }

    private static LogLevel LevelOf(ProtocolNoticeKind kind) => kind switch
    {
        ProtocolNoticeKind.StrategyFailed or ProtocolNoticeKind.AddressConflict => LogLevel.Error,
        ProtocolNoticeKind.RumorLost or ProtocolNoticeKind.MemberSuspected or ProtocolNoticeKind.MemberDied
            or ProtocolNoticeKind.SelfRefuted or ProtocolNoticeKind.JoinAttempt => LogLevel.Warning,
        ProtocolNoticeKind.MessageDropped or ProtocolNoticeKind.RouteChosen => LogLevel.Debug,
        _ => LogLevel.Information,
    };
}
