using Microsoft.Extensions.Logging;
using NodeGroups.Protocol;

namespace NodeGroups.Runtime;

/// <summary>Turns the machine's notices into log lines.</summary>
internal static class NoticeLog
{
    public static void Write(ILogger logger, ProtocolNotice notice)
    {
        switch (notice.Kind)
        {
            case ProtocolNoticeKind.RumorLost:
                GossipLog.RumorLost(logger, notice.Detail);
                break;
            case ProtocolNoticeKind.StrategyFailed:
                GossipLog.StrategyFailed(logger, notice.Detail);
                break;
            case ProtocolNoticeKind.MessageDropped:
                GossipLog.MessageDropped(logger, notice.Detail);
                break;
            case ProtocolNoticeKind.MemberSuspected or ProtocolNoticeKind.MemberDied or ProtocolNoticeKind.SelfRefuted:
                if (logger.IsEnabled(LogLevel.Warning))
                {
                    NodeLog.MembershipTrouble(logger, notice.Kind.ToString(), Name(notice), notice.Detail);
                }

                break;
            case ProtocolNoticeKind.JoinAttempt:
                if (logger.IsEnabled(LogLevel.Debug))
                {
                    NodeLog.MembershipDetail(logger, notice.Kind.ToString(), Name(notice), notice.Detail);
                }

                break;
            default:
                if (logger.IsEnabled(LogLevel.Information))
                {
                    NodeLog.Membership(logger, notice.Kind.ToString(), Name(notice), notice.Detail);
                }

                break;
        }
    }

    private static string Name(ProtocolNotice notice) => notice.Member?.ToString() ?? string.Empty;
}
