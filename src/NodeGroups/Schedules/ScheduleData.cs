using System.Text.Json;

namespace NodeGroups;

/// <summary>A schedule on the wire.</summary>
internal sealed record ScheduleData(
    ScheduleId Id,
    ScheduleKind Kind,
    string Name,
    TimeSpan Interval,
    TimeSpan Delay,
    TimeSpan RunTimeout,
    JsonElement Value);
