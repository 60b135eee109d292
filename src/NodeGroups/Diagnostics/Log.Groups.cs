using Microsoft.Extensions.Logging;

namespace NodeGroups.Runtime;

/// <summary>Log lines about groups: 1100 to 1199.</summary>
internal static partial class GroupLog
{
    [LoggerMessage(1100, LogLevel.Information, "Joined group {Group}.")]
    public static partial void Joined(ILogger logger, GroupName group);

    [LoggerMessage(1101, LogLevel.Information, "Left group {Group}.")]
    public static partial void Left(ILogger logger, GroupName group);
}
