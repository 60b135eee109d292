namespace NodeGroups;

/// <summary>Something that a group does again and again until it is cancelled. Immutable.</summary>
/// <param name="Id">Its name, by which any member can cancel it.</param>
/// <param name="Group">The group.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Name">The method or the topic.</param>
/// <param name="Interval">The time from the start of one run to the start of the next.</param>
/// <param name="RunTimeout">How long one run may take; see <see cref="ScheduleOptions.RunTimeout"/>.</param>
public sealed record Schedule(
    ScheduleId Id, GroupName Group, ScheduleKind Kind, string Name, TimeSpan Interval, TimeSpan RunTimeout);
