namespace NodeGroups.Simulation;

/// <summary>What happens when an event's time comes.</summary>
internal enum EventKind
{
    /// <summary>A machine's deadline.</summary>
    Wake = 1,

    /// <summary>A frame arrives at an address.</summary>
    Deliver = 2,

    /// <summary>A transport notices something about a peer.</summary>
    Signal = 3,

    /// <summary>A step of the scenario.</summary>
    Action = 4,
}
