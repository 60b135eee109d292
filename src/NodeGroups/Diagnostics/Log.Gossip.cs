using Microsoft.Extensions.Logging;

namespace NodeGroups.Runtime;

/// <summary>Log lines about gossip: 1200 to 1299.</summary>
internal static partial class GossipLog
{
    [LoggerMessage(1200, LogLevel.Warning,
        "Rumors are lost here, {Detail}: they left the window or the retention before this node could fetch them. "
        + "Publish more slowly, or raise these limits.")]
    public static partial void RumorLost(ILogger logger, string detail);

    [LoggerMessage(1201, LogLevel.Error, "A gossip strategy threw; its decision was skipped: {Detail}")]
    public static partial void StrategyFailed(ILogger logger, string detail);

    [LoggerMessage(1202, LogLevel.Debug, "A message was dropped because it broke a rule: {Detail}")]
    public static partial void MessageDropped(ILogger logger, string detail);

    [LoggerMessage(1203, LogLevel.Debug,
        "Strategy auto chose another way for the rumors published here, {Detail}; predicted: {Prediction}.")]
    public static partial void RouteChosen(ILogger logger, string detail, string prediction);
}
