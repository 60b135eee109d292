using Microsoft.Extensions.Logging;

namespace NodeGroups.Runtime;

/// <summary>Log lines about schedules: 1130 to 1139.</summary>
internal static partial class ScheduleLog
{
    [LoggerMessage(1130, LogLevel.Warning, "A run of schedule {Schedule} ({Name} in group {Group}) failed: {Error}")]
    public static partial void RunFailed(
        ILogger logger, ScheduleId schedule, string name, GroupName group, string error);

    [LoggerMessage(
        1131, LogLevel.Warning, "{Count} more failed runs of schedule {Schedule} in group {Group} were not logged.")]
    public static partial void FailuresLeftOut(ILogger logger, ScheduleId schedule, GroupName group, long count);
}
