using Microsoft.Extensions.Logging;

namespace NodeGroups.Runtime;

/// <summary>Log lines about calls: 1300 to 1399.</summary>
internal static partial class CallLog
{
    [LoggerMessage(1300, LogLevel.Warning, "The handler of {Method} failed, called by {Caller}.")]
    public static partial void HandlerFailed(ILogger logger, string method, NodeId caller, Exception exception);

    [LoggerMessage(1301, LogLevel.Warning, "{Suppressed} more lines about failed or refused calls were left out.")]
    public static partial void FailuresLeftOut(ILogger logger, long suppressed);

    [LoggerMessage(1302, LogLevel.Warning, "Refused {Method} to {Caller}: {Problem}")]
    public static partial void Refused(ILogger logger, string method, NodeId caller, string problem);
}
