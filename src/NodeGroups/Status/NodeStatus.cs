using System.Globalization;

namespace NodeGroups;

/// <summary>What a node tells about itself at one moment. Immutable.</summary>
public sealed record NodeStatus
{
    /// <summary>Gets this process life.</summary>
    public required NodeId Id { get; init; }

    /// <summary>Gets the node's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets where it listens.</summary>
    public required NodeAddress Address { get; init; }

    /// <summary>Gets how long the node has been running.</summary>
    public required TimeSpan Uptime { get; init; }

    /// <summary>Gets the operating system's id of the process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Gets the runtime, for example <c>.NET 10.0.1</c>.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>Gets the bytes of the process's managed heap that are in use.</summary>
    public required long HeapUsedBytes { get; init; }

    /// <summary>Gets the bytes that the process's garbage collector has committed, as of its last collection; at least
    /// those in use.</summary>
    public required long HeapTotalBytes { get; init; }

    /// <summary>Gets the names of the groups it knows, in order.</summary>
    public required IReadOnlyList<GroupName> Groups { get; init; }

    /// <summary>Gets the names of the methods it handles, in order.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Gets how it holds the groups it takes part in, in order.</summary>
    public IReadOnlyList<HeldGroup> HeldGroups { get; init; } = [];

    /// <summary>Gets the names of the services its program offers, in order.</summary>
    public IReadOnlyList<string> OfferedServices { get; init; } = [];

    /// <summary>Gets the services that groups want active on it, those that failed included.</summary>
    public IReadOnlyList<ServiceStatus> Services { get; init; } = [];

    /// <summary>Gets the schedules that run on it.</summary>
    public IReadOnlyList<ScheduleStatus> Schedules { get; init; } = [];

    /// <summary>Gets how many remote callbacks live on it.</summary>
    public int Callbacks { get; init; }

    /// <summary>Gets the child nodes it has spawned that have not ended, in the order of their names.</summary>
    public IReadOnlyList<ChildStatus> Children { get; init; } = [];

    /// <summary>Gets the running totals.</summary>
    public required NodeTotals Totals { get; init; }

    /// <summary>Gets a line for people.</summary>
    /// <returns>For example <c>alpha(1f2e3d4c)@127.0.0.1:7400, process 4711, up 1.02:03:04: groups 3, methods 12,
    /// services 1, schedules 0, callbacks 0, children 0, heap 14 MiB</c>.</returns>
    public override string ToString()
    {
        TimeSpan up = TimeSpan.FromSeconds(Math.Floor(Uptime.TotalSeconds));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}({Id.ToShortString()})@{Address}, process {ProcessId}, up {up:c}: groups {Groups.Count}, "
            + $"methods {Methods.Count}, services {Services.Count}, schedules {Schedules.Count}, "
            + $"callbacks {Callbacks}, children {Children.Count}, heap {HeapUsedBytes / 1024 / 1024} MiB");
    }
}
