using Microsoft.Extensions.Logging;

namespace NodeGroups.Runtime;

/// <summary>Log lines about the services of groups: 1110 to 1129.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(1110, LogLevel.Information, "Service {Service} is active for group {Group}.")]
    public static partial void Activated(ILogger logger, string service, GroupName group);

    [LoggerMessage(1111, LogLevel.Information, "Service {Service} was removed from group {Group}.")]
    public static partial void Removed(ILogger logger, string service, GroupName group);

    [LoggerMessage(1112, LogLevel.Warning, "Group {Group} wants service {Service}, which this program does not offer.")]
    public static partial void Unknown(ILogger logger, string service, GroupName group);

    [LoggerMessage(1113, LogLevel.Warning, "Service {Service} could not set itself up for group {Group}.")]
    public static partial void ActivationFailed(ILogger logger, string service, GroupName group, Exception exception);

    [LoggerMessage(1114, LogLevel.Warning, "Service {Service} of group {Group} failed while it was removed.")]
    public static partial void RemovalFailed(ILogger logger, string service, GroupName group, Exception exception);

    [LoggerMessage(1115, LogLevel.Debug, "{Key} of group {Group} came from another member and failed here: {Reason}")]
    public static partial void EntryFailed(ILogger logger, string key, GroupName group, string reason);

    [LoggerMessage(1116, LogLevel.Debug, "Comparing what group {Group} shares with {Member} failed: {Reason}")]
    public static partial void CompareFailed(ILogger logger, GroupName group, string member, string reason);

    [LoggerMessage(1117, LogLevel.Warning, "Getting what group {Group} shares takes long and goes on.")]
    public static partial void CatchUpSlow(ILogger logger, GroupName group);

    [LoggerMessage(1118, LogLevel.Warning, "The options of group {Group} cannot be taken over: {Reason}")]
    public static partial void OptionsRefused(ILogger logger, GroupName group, string reason);

    [LoggerMessage(1119, LogLevel.Warning, "{Member} did not take over {Key} of group {Group}: {Error}")]
    public static partial void MemberRefused(ILogger logger, string member, string key, GroupName group, string error);

    [LoggerMessage(1120, LogLevel.Warning, "Service {Service} of group {Group} is removed while handlers of it run.")]
    public static partial void HandlersGoOn(ILogger logger, string service, GroupName group);
}
