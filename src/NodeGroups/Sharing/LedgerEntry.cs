using System.Text.Json.Serialization;

namespace NodeGroups;

/// <summary>One thing that the members of a group share: an active service or a schedule, or that it is no
/// more.</summary>
/// <remarks>The later version wins, and between equal versions the greater writer, so members agree whatever the order
/// in which they hear of it.</remarks>
internal sealed record LedgerEntry
{
    public const string ServicePrefix = "service:";

    public const string SchedulePrefix = "schedule:";

    /// <summary>What it is about: <c>service:</c> and a name, or <c>schedule:</c> and an id.</summary>
    public required string Key { get; init; }

    public long Version { get; init; }

    public NodeId Writer { get; init; }

    /// <summary>The service, while it is active.</summary>
    public ServiceData? Service { get; init; }

    /// <summary>The schedule, while it runs.</summary>
    public ScheduleData? Schedule { get; init; }

    /// <summary>How long ago it was removed, when it is told to another member: so all of them forget it at the same
    /// time, and none brings it back to one that has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan Age { get; init; }

    public bool IsRemoved => Service is null && Schedule is null;

    public static string KeyOf(string service) => ServicePrefix + service;

    public static string KeyOf(ScheduleId schedule) => SchedulePrefix + schedule;

    public bool IsNewerThan(long version, NodeId writer) =>
        Version > version || (Version == version && Writer > writer);
}
